/* What an audit found, and how it is told: to people, as rows, as JSON, and in the two formats that
 * review tools read, JUnit's XML and SARIF 2.1.0. */
#ifndef CLIENT_AUDIT_REPORT_H
#define CLIENT_AUDIT_REPORT_H

#include "base/err.h"
#include "client/audit_classes.h"
#include "client/audit_rules.h"
#include "client/output.h"

/* What became of a rule. */
struct audit_outcome {
    const struct audit_rule *rule;
    const struct audit_classes *scope;    /* those that the rule speaks of */
    const struct audit_class **findings;  /* by ID; each with the section that is cited */
    const struct audit_class **excepted;  /* what would be findings, but for the rule's `except` */
    size_t finding_count, excepted_count; /* at most as many as the scope has, together */
};

struct audit_report {
    struct str file, today, generation;
    const struct option_list *agencies; /* that were asked for; none: all */
    const struct audit_classes *all;    /* in the index, of these agencies */
    size_t classes;                     /* how many they are */
    struct audit_outcome *outcomes;
    size_t count;
    size_t findings[AUDIT_SEVERITY_COUNT], excepted;
    size_t classes_found; /* classes with a finding */
};

void audit_report_text(struct output *out, const struct audit_report *report);

/* A row for each finding. */
void audit_report_csv(struct output *out, const struct audit_report *report);

/* ERR_INTERNAL if jansson fails. */
enum err_code audit_report_json(struct output *out, const struct audit_report *report,
                                struct err *err);
enum err_code audit_report_sarif(struct output *out, const struct audit_report *report,
                                 struct err *err);

/* A suite for each rule, a test case for each class that it speaks of. Findings of a note are no
 * failures, but said in their test case's output; what is excepted is skipped. */
void audit_report_junit(struct output *out, const struct audit_report *report);

#endif
