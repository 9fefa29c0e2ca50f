import io.weighbridge.routing.CandidateEstimate;
import io.weighbridge.routing.Classification;
import io.weighbridge.routing.Classifier;
import io.weighbridge.routing.RouteDecision;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.Score;
import io.weighbridge.routing.RoutingRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/** Prints what policies and classifiers say of made-up texts, every double as its bits, so that runs on two Javas can be compared. */
final class ScoreBits {
    private static final int REQUESTS = 3_000;
    private static final List<String> PIECES = List.of(
            "plan", "Data", " ", "\n", "42", "A. ", "```", "?", "{", "+", "\u00E9", "\u2264", "\u8BF7", "\uD83D\uDCDE", "\uD800", "x y z ");

    private ScoreBits() {}

    public static void main(String[] files) throws Exception {
        for (String file : files) {
            Path path = Path.of(file);
            if (path.getFileName().toString().startsWith("classifier")) {
                classify(Classifier.load(path));
            } else {
                route(Router.load(path));
            }
        }
    }

    private static void route(Router router) {
        List<String> tasks = List.copyOf(router.policy().tasks().keySet());
        Random random = new Random(7);
        for (int i = 0; i < REQUESTS; i++) {
            print(router, RoutingRequest.of(tasks.get(random.nextInt(tasks.size())), prompt(random)));
        }
    }

    private static void classify(Classifier classifier) {
        Random random = new Random(7);
        for (int i = 0; i < REQUESTS; i++) {
            Classification said = classifier.classify(prompt(random));
            StringBuilder line = new StringBuilder(said.mostProbable());
            said.probabilities().forEach(p -> line.append(' ').append(bits(OptionalDouble.of(p))));
            System.out.println(line);
        }
    }

    private static void print(Router router, RoutingRequest request) {
        RouteDecision decision = router.route(request);
        StringBuilder line = new StringBuilder(decision.reason());
        for (CandidateEstimate candidate : decision.candidates()) {
            line.append(' ').append(bits(candidate.expectedQuality()));
            line.append(' ').append(bits(candidate.expectedCostUsd()));
        }
        for (Score score : router.scores(request)) {
            line.append(' ').append(bits(score.logOdds()));
        }
        System.out.println(line);
    }

    private static String prompt(Random random) {
        StringBuilder prompt = new StringBuilder();
        for (int pieces = random.nextInt(120); pieces > 0; pieces--) {
            prompt.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return prompt.toString();
    }

    private static String bits(OptionalDouble value) {
        return value.isEmpty() ? "-" : Long.toHexString(Double.doubleToRawLongBits(value.getAsDouble()));
    }
}
