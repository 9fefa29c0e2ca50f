package io.weighbridge.trainer.fit;

import io.weighbridge.cli.BadInputException;
import java.util.List;

/** Turns texts into vectors in which near means alike. Only measured, never exported: a router would need its model too. */
public interface TextEmbedder {
    /** The one implementation, which is there only in builds with the Maven profile {@code embeddings}. */
    String IMPLEMENTATION = "io.weighbridge.trainer.embeddings.BgeSmallEmbedder";

    /** Name of the model. */
    String name();

    /** One vector per text, all of one length; the same text always gives the same vector. */
    double[][] embed(List<String> texts);

    /** @throws BadInputException if this build has none */
    static TextEmbedder ofThisBuild() {
        try {
            return (TextEmbedder)
                    Class.forName(IMPLEMENTATION).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new BadInputException(
                    "--embeddings: this build has no embedding model; build with mvn package -Pembeddings", e);
        }
    }
}
