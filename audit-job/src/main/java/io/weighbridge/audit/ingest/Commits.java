package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.LakeTable;

/** Is told of every table that an ingest has committed to. */
@FunctionalInterface
interface Commits {
    void committed(LakeTable table);
}
