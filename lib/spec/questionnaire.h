/* Questionnaires: a posting that an applicant system printed often ends in the questions it asks,
 * numbered 01, 02, ... on lines of their own. What stands there demands nothing of the class. */
#ifndef SPEC_QUESTIONNAIRE_H
#define SPEC_QUESTIONNAIRE_H

#include "spec/document.h"

/* The line at which the questions begin; they go on to the end. document->count if there are none.
 */
size_t questionnaire_start(const struct document *document);

#endif
