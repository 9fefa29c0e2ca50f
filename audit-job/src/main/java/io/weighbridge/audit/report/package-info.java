/** What an audit leaves behind: Parquet tables, summary.json, report.html and the manifest. */
@NullMarked
package io.weighbridge.audit.report;

import org.jspecify.annotations.NullMarked;
