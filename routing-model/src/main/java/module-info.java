/** Decides which model an LLM call goes to, by a policy file. Needs nothing but the JDK. */
module io.weighbridge.routing {
    requires static org.jspecify;

    exports io.weighbridge.routing;
}
