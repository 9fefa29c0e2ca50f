package io.weighbridge.routing;

/** Measures of a prompt's shape. */
interface PromptMeasures {
    double value(StructureFeature feature);
}
