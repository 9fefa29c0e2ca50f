package io.weighbridge.trainer.train;

/** What a training run does, in this order. */
public enum TrainStage {
    /** Rows of the training set, made into units and split. */
    READ,
    /** Settings, and how far to trust what is fitted with them: cross-validation. */
    CHOOSE,
    /** Each candidate once on the whole part. */
    FIT,
    /** The export's scores against Smile's, on every row. */
    CHECK,
    /** Which policies are to be tested, and in which order. */
    ORDER,
    CERTIFY
}
