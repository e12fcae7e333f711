#include "bench/prose.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* How many in 10,000 get a phrase, of what is planted: the text of a section that is its own, and
 * each paragraph of the house. Sections therefore have it about twice as often, and words that
 * stand in several phrases or in headings more often still. */
static const struct {
    const char *text;
    uint32_t rate;
} plants[] = {
    {"calibrators", 6},
    {"CJIS clearance", 80},
    {"CJIS", 35},
    {"clearance", 40},
    {"project management", 240},
    {"matrix manages", 135},
    {"management", 1400},
    {"manage", 280},
    {"manages", 250},
    {"manager", 380},
    {"managing", 280},
    {"managers", 200},
    {"payroll", 170},
    {"budget", 420},
    {"supervisors", 320},
    {"project", 300},
    {"projects", 200},
    {"experience", 900},
    {"management budget", 50},
    {"ability", 900},
    {"fingerprinting", 20},
    {"management of projects", 40},
    {"budget supervisors", 30},
};

static const char *const nouns[] = {"service",       "program",    "department",
                                    "public",        "staff",      "equipment",
                                    "procedure",     "record",     "report",
                                    "policy",        "system",     "employee",
                                    "city",          "county",     "information",
                                    "office",        "activity",   "plan",
                                    "safety",        "method",     "regulation",
                                    "customer",      "operation",  "standard",
                                    "problem",       "resource",   "law",
                                    "data",          "community",  "maintenance",
                                    "area",          "practice",   "principle",
                                    "technology",    "agency",     "training",
                                    "facility",      "contract",   "vendor",
                                    "schedule",      "team",       "quality",
                                    "document",      "material",   "water",
                                    "vehicle",       "code",       "permit",
                                    "construction",  "computer",   "software",
                                    "account",       "fund",       "grant",
                                    "inventory",     "inspection", "analysis",
                                    "complaint",     "issue",      "meeting",
                                    "committee",     "board",      "request",
                                    "tool",          "assignment", "unit",
                                    "division",      "section",    "client",
                                    "citizen",       "resident",   "health",
                                    "environment",   "hazard",     "risk",
                                    "emergency",     "response",   "fire",
                                    "police",        "court",      "property",
                                    "library",       "park",       "street",
                                    "traffic",       "transit",    "airport",
                                    "sewer",         "waste",      "utility",
                                    "engineer",      "drawing",    "map",
                                    "survey",        "sample",     "laboratory",
                                    "patient",       "nurse",      "child",
                                    "family",        "school",     "student",
                                    "benefit",       "claim",      "insurance",
                                    "audit",         "ledger",     "invoice",
                                    "purchase",      "order",      "warehouse",
                                    "shipment",      "repair",     "machine",
                                    "engine",        "pump",       "valve",
                                    "pipe",          "circuit",    "cable",
                                    "network",       "server",     "database",
                                    "user",          "password",   "form",
                                    "letter",        "file",       "correspondence",
                                    "telephone",     "deadline",   "priority",
                                    "goal",          "objective",  "outcome",
                                    "measure",       "trend",      "forecast",
                                    "revenue",       "cost",       "tax",
                                    "fee",           "payment",    "rate",
                                    "salary",        "position",   "candidate",
                                    "applicant",     "interview",  "discipline",
                                    "grievance",     "union",      "agreement",
                                    "ordinance",     "statute",    "hearing",
                                    "case",          "evidence",   "witness",
                                    "investigation", "patrol",     "arrest",
                                    "inmate",        "offender",   "victim",
                                    "shelter",       "animal",     "tree",
                                    "garden",        "building",   "roof",
                                    "floor",         "lamp",       "paint",
                                    "concrete",      "asphalt",    "bridge",
                                    "road",          "sign"};

static const char *const verbs[] = {
    "perform",     "provide",   "prepare",   "develop",   "maintain", "review",    "assist",
    "coordinate",  "ensure",    "assign",    "evaluate",  "direct",   "operate",   "plan",
    "conduct",     "monitor",   "analyze",   "inspect",   "respond",  "train",     "supply",
    "implement",   "establish", "represent", "compile",   "process",  "recommend", "research",
    "investigate", "repair",    "install",   "test",      "record",   "answer",    "explain",
    "interpret",   "enforce",   "organize",  "schedule",  "order",    "collect",   "deliver",
    "draft",       "edit",      "present",   "negotiate", "resolve",  "advise",    "consult",
    "observe",     "identify",  "document",  "track",     "verify",   "reconcile", "audit",
    "approve",     "issue",     "design",    "calculate", "measure",  "estimate",  "clean",
    "load",        "drive",     "lift",      "paint",     "assemble", "adjust",    "connect",
    "replace",     "attend",    "serve",     "oversee",   "guide",    "mentor",    "lead",
    "communicate", "notify",    "refer",     "screen",    "counsel",  "treat",     "protect",
    "secure",      "search"};

static const char *const adjectives[] = {
    "related",     "public",       "new",         "complex",       "technical",    "administrative",
    "local",       "professional", "current",     "special",       "daily",        "annual",
    "financial",   "legal",        "federal",     "regional",      "internal",     "external",
    "clerical",    "routine",      "difficult",   "sensitive",     "confidential", "effective",
    "accurate",    "complete",     "timely",      "written",       "oral",         "electronic",
    "mechanical",  "electrical",   "structural",  "environmental", "medical",      "social",
    "municipal",   "physical",     "residential", "commercial",    "industrial",   "agricultural",
    "seasonal",    "temporary",    "urban",       "rural",         "statistical",  "strategic",
    "operational", "regulatory",   "fiscal",      "capital"};

/* Made stems: a prefix, an onset, a vowel and a coda. */
static const char *const prefixes[] = {"",    "",    "re",  "con", "de", "in",  "per",
                                       "pro", "sub", "dis", "a",   "ex", "mis", "par"};
static const char *const onsets[] = {"b",  "br", "c",   "cl", "cr", "d", "dr", "f",  "fl", "g",
                                     "gr", "h",  "l",   "m",  "n",  "p", "pl", "pr", "r",  "s",
                                     "sp", "st", "str", "t",  "tr", "v", "w",  "sc"};
static const char *const vowels[] = {"a", "e", "i", "o", "u", "ea", "oa"};
static const char *const codas[] = {"nt", "ct", "rt", "nd", "rm", "st", "lt", "rd",
                                    "pt", "nk", "sp", "mp", "lk", "rn", "ft", "ld"};

enum {
    MADE_STEMS = 10000,   /* of all combinations */
    MADE_PER_MILLE = 280, /* how many words are made */
};

/* Splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). */
static uint64_t next_number(struct prose *prose)
{
    uint64_t z = prose->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void prose_start(struct prose *prose, uint64_t seed)
{
    *prose = (struct prose){.state = seed};
    prose->state = next_number(prose); /* neighbouring seeds shall have nothing in common */
}

uint32_t prose_below(struct prose *prose, uint32_t n)
{
    return (uint32_t)(((next_number(prose) >> 32) * n) >> 32);
}

bool prose_chance(struct prose *prose, uint32_t per_mille)
{
    return prose_below(prose, 1000) < per_mille;
}

const char *prose_pick(struct prose *prose, const char *const *texts, size_t count)
{
    return texts[prose_below(prose, (uint32_t)count)];
}

void prose_plant(struct prose *prose)
{
    prose->planted_count = 0;
    for (size_t i = 0; i < COUNT(plants) && prose->planted_count < PROSE_PLANTS; i++)
        if (prose_below(prose, 10000) < plants[i].rate)
            prose->planted[prose->planted_count++] = plants[i].text;
}

/* A rank below `count`, Zipfian. The weights are whole numbers, so that they are the same whatever
 * a machine's arithmetic is; a shorter list uses the beginning of the sums. */
static size_t zipf_draw(struct prose *prose, size_t count)
{
    static uint64_t sums[MADE_STEMS];
    size_t low = 0, high = count - 1;
    uint64_t target;

    if (sums[0] == 0) {
        uint64_t sum = 0;
        for (size_t r = 0; r < COUNT(sums); r++)
            sums[r] = sum += (UINT64_C(1) << 24) / (r + PROSE_SHIFT);
    }
    target = ((next_number(prose) >> 32) * sums[count - 1]) >> 32;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sums[middle] <= target)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_made_stem(struct buf *out, size_t number)
{
    /* The factor is prime to the count of stems: each number gives another, and neighbours in rank
     * look unlike each other. */
    size_t all = COUNT(prefixes) * COUNT(onsets) * COUNT(vowels) * COUNT(codas);
    size_t n = (number * 25013 + 17) % all;

    buf_text(out, prefixes[n % COUNT(prefixes)]);
    n /= COUNT(prefixes);
    buf_text(out, onsets[n % COUNT(onsets)]);
    n /= COUNT(onsets);
    buf_text(out, vowels[n % COUNT(vowels)]);
    buf_text(out, codas[n / COUNT(vowels)]);
}

/* Appends a word of a list, or a made one with `made_suffix`. */
static void add_word(struct prose *prose, struct buf *out, const char *const *list, size_t count,
                     const char *made_suffix)
{
    if (!prose_chance(prose, MADE_PER_MILLE)) {
        buf_text(out, list[zipf_draw(prose, count)]);
    } else {
        add_made_stem(out, zipf_draw(prose, MADE_STEMS));
        buf_text(out, made_suffix);
    }
}

static bool is_vowel(char c)
{
    return memchr("aeiou", c, 5) != NULL;
}

/* Appends -s, -ed or -ing to the word that ends here, as English spells it. */
static void add_ending(struct buf *out, const char *ending)
{
    char last = out->p[out->n - 1], before = out->p[out->n - 2];

    if (strcmp(ending, "s") == 0) {
        if (last == 'y' && !is_vowel(before)) {
            out->n--;
            buf_text(out, "ies");
        } else {
            bool hisses = strchr("sxz", last) != NULL || (last == 'h' && strchr("cs", before));
            buf_text(out, hisses ? "es" : "s");
        }
        return;
    }
    if (last == 'e' && before != 'e')
        out->n--;
    else if (last == 'y' && !is_vowel(before) && ending[0] == 'e')
        out->p[out->n - 1] = 'i';
    buf_text(out, ending);
}

static void add_noun(struct prose *prose, struct buf *out)
{
    static const char *const suffixes[] = {"", "", "er", "ness", "ability"};

    /* The first slots of a section take what is planted. */
    if (prose->planted_count > 0 && prose_chance(prose, 600))
        buf_text(out, prose->planted[--prose->planted_count]);
    else
        add_word(prose, out, nouns, COUNT(nouns), prose_pick(prose, suffixes, COUNT(suffixes)));
}

static void add_plural(struct prose *prose, struct buf *out)
{
    static const char *const suffixes[] = {"", "", "er", "ment", "ation"};

    add_word(prose, out, nouns, COUNT(nouns), prose_pick(prose, suffixes, COUNT(suffixes)));
    add_ending(out, "s");
}

static void add_verb(struct prose *prose, struct buf *out, const char *ending)
{
    add_word(prose, out, verbs, COUNT(verbs), "");
    if (ending[0] != '\0')
        add_ending(out, ending);
}

static void add_derived(struct prose *prose, struct buf *out)
{
    static const char *const suffixes[] = {"ment", "ation", "ing", "al", "ance"};

    add_made_stem(out, zipf_draw(prose, MADE_STEMS));
    buf_text(out, prose_pick(prose, suffixes, COUNT(suffixes)));
}

static void add_adjective(struct prose *prose, struct buf *out)
{
    static const char *const suffixes[] = {"al", "ive", "able", "ed", "less"};

    add_word(prose, out, adjectives, COUNT(adjectives),
             prose_pick(prose, suffixes, COUNT(suffixes)));
}

static void add_slot(struct prose *prose, struct buf *out, char sort)
{
    switch (sort) {
    case 'n':
        add_noun(prose, out);
        break;
    case 'p':
        add_plural(prose, out);
        break;
    case 't':
        add_derived(prose, out);
        break;
    case 'a':
        add_adjective(prose, out);
        break;
    case 'd':
        add_adjective(prose, out);
        buf_text(out, "ly");
        break;
    case 'v':
        add_verb(prose, out, "");
        break;
    case 's':
        add_verb(prose, out, "s");
        break;
    case 'g':
        add_verb(prose, out, "ing");
        break;
    default:
        add_verb(prose, out, "ed");
        break;
    }
}

void prose_fill(struct prose *prose, struct buf *out, const char *pattern)
{
    for (const char *p = pattern; *p != '\0'; p++) {
        bool starts = p == pattern || (p >= pattern + 2 && p[-2] == '.' && p[-1] == ' ');
        size_t at = out->n;

        if (*p == '%')
            add_slot(prose, out, *++p);
        else
            buf_char(out, *p);
        if (starts && out->p[at] >= 'a' && out->p[at] <= 'z')
            out->p[at] = (char)(out->p[at] - 'a' + 'A');
    }
}

void prose_rest(struct prose *prose, struct buf *out)
{
    prose_fill(prose, out, "%s ");
    while (prose->planted_count > 0) {
        buf_text(out, prose->planted[--prose->planted_count]);
        prose_fill(prose, out, prose->planted_count > 0 ? " with %p, " : " for the %n.");
    }
}
