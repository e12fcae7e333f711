/* usage: generate FOLDER COUNT
 *
 * Writes COUNT invented class specifications as plain text, in a folder for each agency: the same
 * bytes on every machine, and the first 10,000 of 70,000 are those of 10,000. Each agency has a
 * house format: its own names for the sections, its own way to set headings and fields, paragraphs
 * that it repeats word for word in all its specifications and tasks that many of its classes share.
 * Prints how many files and bytes it wrote. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "bench/prose.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { AGENCIES = 32, MOST = 80000, SEED = 20221122 };

static const char *const places[AGENCIES] = {
    "alderbrook",    "birchfield",   "cedar_county",  "dunmore",      "eastwick",
    "fairhaven",     "glenrock",     "hartwell",      "ironwood",     "juniper_county",
    "kestrel_falls", "larkspur",     "maplecrest",    "northgate",    "oakhurst_county",
    "pinewater",     "quarry_hill",  "ravensworth",   "stonebridge",  "thornbury",
    "umber_county",  "vale_of_wren", "westmarch",     "yarrow",       "zephyr_bay",
    "ashgrove",      "bellhaven",    "copper_county", "drumlin_city", "elmsford_district",
    "foxglove",      "granite_state"};

/* One way to write an education level, and so on; which one a class has decides its facets. */
static const char *const degrees[] = {
    "Graduation from high school or possession of a GED certificate.",
    "Associate's degree in %n %t or a related field.",
    "Bachelor's degree in %n %t, %n %t, or a related field.",
    "A bachelor's degree from an accredited college or university with major coursework in %t is "
    "required.",
    "Master's degree in %n %t or %a %t.",
    "Must have a doctorate in %a %t.",
};
static const char *const wished_degrees[] = {
    "A master's degree in %n %t is preferred.",
    "By position, a bachelor's degree in %t is required.",
    "A bachelor's degree in %a %t is desirable.",
};
static const char *const years[] = {"One (1) year",   "Two (2) years",  "Three (3) years",
                                    "Four (4) years", "Five (5) years", "Seven (7) years",
                                    "Ten (10) years"};
static const char *const experiences[] = {
    " of experience in %n %t, which must have included %g %p and %a %p.",
    " of full-time experience %g %a %p for a %n is required.",
    " of increasingly responsible experience in %t, including %g of %p.",
    " of professional experience in %a %t at the type and level of a %n.",
};
static const char *const equivalencies[] = {
    "One year of the appropriate type and level of experience may be substituted for each required "
    "year of %t.",
    "Additional appropriate education may be substituted for the minimum %n requirements.",
    "An equivalent combination of education and experience in %a %p may be accepted.",
};
static const char *const licences[] = {
    "Must possess a valid driver's license at the time of appointment.",
    "By position, certification as a %n %t is required.",
    "Possession of a %a %n certificate issued by the %n board is preferred.",
    "Licenses and certifications must be kept current as a condition of employment by the %n.",
};
static const char *const checks[] = {
    "Criminal Check",
    "Employment Verification",
    "Education Check",
    "By position, Motor Vehicle Record",
    "A background investigation of the %n is made before %g of %p.",
    "Fingerprints are taken by the %n and %e with the %a %p.",
};
static const char *const plain[] = {
    "The %n %s %a %p and %p of the %n, and the %t %s %d within the %n.",
    "This class %s the %n of %p by %g %a %p, %p, and %t.",
    "Work is %e by a %a %n through %p, %t, and %p that the %n has %e.",
    "Positions in this class are %e to %v %a %p where %t of the %n is %e %d.",
    "The %a %n differs from the %n in that it %s the %t of %p and is not %e to %v %p.",
    "Employees %v %p under %a %t and are %e on the %n of their %p.",
};
static const char *const tasks[] = {
    "%s %a %p and %p for the %n; %s %t and %s %p.",
    "%s the %n of %p, including %g %a %p, %p, and %t.",
    "%s, %s, and %s %p to %v the %n and its %a %p.",
    "%s %p with the %n, %d %g the %t of %a %p.",
    "%s and %s %a %n %p; %s the %n of %t.",
    "%s as a %n to %p, %g %a %p in order to %v the %n %d.",
};
static const char *const abilities[] = {
    "Ability to %v %a %p and to %v the %n of %t.",
    "Ability to %v and %v %p, %p, and %a %t %d.",
    "Knowledge of the principles and practices of %n %t, %p, and %a %p.",
    "Knowledge of %a %p that concern the %n and its %t.",
    "Skill in %g %a %p with the %n of a %n.",
    "Skill in the %t of %p and in %g %p.",
};
static const char *const traits[] = {
    "%t - %s %a %p, %s %p of the %n, and %s the %t of %p.",
    "%a %t: %s with %p, %s the %n, and %s %a %p %d.",
};
static const char *const surroundings[] = {
    "Work is %e in an office setting with %a %p and %p; some %n takes place at %p.",
    "Subject to %a %p, %p, and %t when %p are %e.",
    "Exposure to %p, %a %p, and %p of the %n occurs %d.",
};
static const char *const demands[] = {
    "Lifting: Moving objects weighing no more than 20 pounds from one %n to another.",
    "Requires %g, %g, and %g of %p for up to %t of the day.",
    "Vision: Ability to see %a %p and to %v %p at the %n.",
    "%t: %g %p with hands, arms, or the %n.",
};
static const char *const oversights[] = {
    "Works under the %a supervision of a %n, who %s %p and %s the %t.",
    "Receives %a %t from the %n; %p are %e when they are complete.",
};
static const char *const leaderships[] = {
    "Exercises supervision over %p and %a %p, and %s the %n of %t.",
    "By position, assigns and reviews the %n of two or more %p, %d %g %t.",
};
static const char *const probations[] = {
    "The probation period for this class is six months of %n.",
    "The probation period is 12 months, in which the %n is %e by the %t.",
};
static const char *const tests[] = {
    "The written test covers %p, %t, and %a %p; a score of 70 is required to %v the %n.",
    "The interview %s the %n of the candidate and %s %a %p.",
};

/* A section: what it may be called, of what sentences it is made and how many, and how often of a
 * thousand a class has it. `own` of its sentences are of this class; `house` paragraphs are
 * repeated by the agency. */
static const struct section {
    const char *headings[4];
    const char *const *patterns;
    size_t pattern_count;
    uint32_t per_mille;
    uint32_t own_least, own_more, house;
    bool list;
} sections[] = {
#define PATTERNS(list) list, COUNT(list)
    {{"General Statement of Duties", "Summary Statement", "Definition", "Class Concept"},
     PATTERNS(plain),
     1000,
     3,
     2,
     0,
     false},
    {{"Distinguishing Characteristics", "Class Characteristics", "Level Definitions",
      "Distinguishing Features of the Class"},
     PATTERNS(plain),
     900,
     3,
     3,
     1,
     false},
    {{"Level of Supervision Exercised", "Supervision Exercised", "Supervisory Responsibilities",
      "Supervision Given"},
     PATTERNS(leaderships),
     800,
     2,
     1,
     1,
     false},
    {{"Supervision Received", "Reports To", "Level of Supervision Received",
      "Supervision Received"},
     PATTERNS(oversights),
     750,
     2,
     1,
     1,
     false},
    {{"Essential Duties", "Examples of Duties", "Typical Tasks", "Essential Functions"},
     PATTERNS(tasks),
     1000,
     8,
     7,
     2,
     true},
    {{"Other Duties", "Marginal Functions", "Additional Duties", "Peripheral Duties"},
     PATTERNS(tasks),
     300,
     2,
     3,
     1,
     true},
    {{"Competencies", "Core Competencies", "Personal Characteristics", "Behavioral Competencies"},
     PATTERNS(traits),
     800,
     3,
     2,
     1,
     true},
    {{"Knowledge & Skills", "Knowledge, Skills and Abilities", "Knowledge and Abilities",
      "Skills and Abilities"},
     PATTERNS(abilities),
     1000,
     5,
     4,
     1,
     true},
    {{"Education Requirement", "Education", "Education and Training", "Formal Education"},
     PATTERNS(degrees),
     1000,
     1,
     0,
     1,
     false},
    {{"Experience Requirement", "Experience", "Required Experience", "Work Experience"},
     PATTERNS(experiences),
     1000,
     1,
     0,
     1,
     false},
    {{"Education & Experience Equivalency", "Equivalency", "Substitutions",
      "Alternative Qualifications"},
     PATTERNS(equivalencies),
     850,
     1,
     1,
     1,
     false},
    {{"Licensure & Certification", "Licenses and Certifications", "Special Requirements",
      "License"},
     PATTERNS(licences),
     900,
     1,
     2,
     1,
     false},
    {{"Background Check Requirement", "Background Investigation", "Security Clearance",
      "Background Check"},
     PATTERNS(checks),
     850,
     1,
     2,
     1,
     true},
    {{"Working Environment", "Working Conditions", "Environmental Conditions", "Work Environment"},
     PATTERNS(surroundings),
     900,
     1,
     2,
     1,
     false},
    {{"Physical Demands", "Physical Requirements", "Physical Standards", "Physical Abilities"},
     PATTERNS(demands),
     900,
     2,
     2,
     1,
     true},
    {{"Assessment Requirement", "Examination", "Selection Process", "Written Test"},
     PATTERNS(tests),
     500,
     1,
     2,
     1,
     false},
    {{"Probation Period", "Probationary Period", "Probation", "Trial Period"},
     PATTERNS(probations),
     850,
     1,
     0,
     1,
     false},
#undef PATTERNS
};

static const char *const domains[] = {"Accounting",
                                      "Airport",
                                      "Animal Control",
                                      "Asset",
                                      "Budget",
                                      "Building",
                                      "Business",
                                      "Child Welfare",
                                      "Civil",
                                      "Claims",
                                      "Collections",
                                      "Communications",
                                      "Community",
                                      "Compliance",
                                      "Construction",
                                      "Contracts",
                                      "Court",
                                      "Crime Laboratory",
                                      "Custody",
                                      "Data",
                                      "Dispatch",
                                      "Economic",
                                      "Electrical",
                                      "Emergency",
                                      "Energy",
                                      "Environmental",
                                      "Equipment",
                                      "Facilities",
                                      "Field",
                                      "Financial",
                                      "Fire Prevention",
                                      "Fleet",
                                      "Forensic",
                                      "Grants",
                                      "Health",
                                      "Housing",
                                      "Human Resources",
                                      "Information Technology",
                                      "Inventory",
                                      "Land Use",
                                      "Legal",
                                      "Library",
                                      "Mapping",
                                      "Mechanical",
                                      "Medical",
                                      "Network",
                                      "Parking",
                                      "Parks",
                                      "Payroll",
                                      "Permit",
                                      "Personnel",
                                      "Planning",
                                      "Procurement",
                                      "Program",
                                      "Project",
                                      "Property",
                                      "Public Works",
                                      "Records",
                                      "Recreation",
                                      "Recycling",
                                      "Research",
                                      "Revenue",
                                      "Risk",
                                      "Safety",
                                      "Security",
                                      "Senior Services",
                                      "Sewer",
                                      "Social Services",
                                      "Street",
                                      "Survey",
                                      "Tax",
                                      "Traffic",
                                      "Training",
                                      "Transit",
                                      "Treasury",
                                      "Tree",
                                      "Utility",
                                      "Veterans",
                                      "Victim",
                                      "Warehouse",
                                      "Wastewater",
                                      "Water",
                                      "Youth",
                                      "Zoning"};
static const char *const occupations[] = {
    "Accountant",   "Administrator",  "Analyst",   "Assistant",  "Attendant",  "Auditor",
    "Clerk",        "Coordinator",    "Counselor", "Director",   "Engineer",   "Inspector",
    "Investigator", "Manager",        "Mechanic",  "Officer",    "Operator",   "Planner",
    "Programmer",   "Representative", "Scientist", "Specialist", "Supervisor", "Surveyor",
    "Technician",   "Trainer",        "Worker"};
static const char *const ranks[] = {"", "Assistant ", "Deputy "};
static const char *const levels[] = {"",         " I",         " II",     " III",
                                     " IV",      " V",         " Senior", " Lead",
                                     " Trainee", " Principal", " Chief",  " Executive"};
static const char *const grades[] = {"EX", "GS", "A", "P", "T"};

enum { TITLES = COUNT(ranks) * COUNT(domains) * COUNT(occupations) * COUNT(levels) };

_Static_assert((int)TITLES >= (int)MOST, "each class has its own title");

/* A class: all that is decided before a word of it is written. */
struct invented {
    uint32_t number, agency;
    const char *rank, *domain, *occupation, *level;
};

/* Every piece of text has random numbers of its own, so that none depends on what stands before it,
 * and pieces that are repeated come out the same. */
enum piece { PIECE_CLASS = 1, PIECE_FIELDS, PIECE_OWN, PIECE_SHARED, PIECE_HOUSE };

static uint64_t seed_of(enum piece piece, size_t section, uint32_t agency, uint32_t number)
{
    return SEED + ((uint64_t)piece << 56) + ((uint64_t)section << 48) + ((uint64_t)agency << 32) +
           number;
}

/* Agencies differ in size, the largest has about a tenth of the classes. */
static struct invented make_class(uint32_t number)
{
    struct invented class = {.number = number};
    struct prose prose;
    uint32_t sum = 0, at;
    /* The factor is prime to the count: no two classes have one title. */
    uint32_t title = (uint32_t)((uint64_t)number * 54773 % TITLES);

    prose_start(&prose, seed_of(PIECE_CLASS, 0, 0, number));
    for (uint32_t a = 0; a < AGENCIES; a++)
        sum += 1000 / (a + 6);
    at = prose_below(&prose, sum);
    while (at >= 1000 / (class.agency + 6))
        at -= 1000 / (class.agency++ + 6);
    class.rank = ranks[title % COUNT(ranks)];
    title /= COUNT(ranks);
    class.level = levels[title % COUNT(levels)];
    title /= COUNT(levels);
    class.occupation = occupations[title % COUNT(occupations)];
    class.domain = domains[title / COUNT(occupations)];
    return class;
}

/* The head of the document. Some classes lack a field. */
static void add_fields(struct buf *out, const struct invented *class)
{
    struct prose prose;
    const char *status, *unit;
    uint32_t pay, year;

    prose_start(&prose, seed_of(PIECE_FIELDS, 0, class->agency, class->number));
    status = prose_chance(&prose, 450) ? "Exempt" : "Nonexempt";
    pay = prose_below(&prose, 30) + 1;
    year = 1990 + prose_below(&prose, 34);
    unit = prose_chance(&prose, 500) ? "General" : "Professional";
    buf_printf(out, "%s%s %s%s\n", class->rank, class->domain, class->occupation, class->level);
    buf_printf(out, "\nClass Code: %u%05u\n", (unsigned)class->agency + 10,
               (unsigned)class->number);
    if (prose_chance(&prose, 900))
        buf_printf(out, "FLSA Status: %s\n", status);
    if (prose_chance(&prose, 900))
        buf_printf(out, "Pay Grade: %s-%02u\n", grades[class->agency % COUNT(grades)],
                   (unsigned)pay);
    buf_printf(out, "Bargaining Unit: %s\nEstablished: 03/15/%u\n", unit, (unsigned)year);
    if (prose_chance(&prose, 600))
        buf_printf(out, "Revised: 07/01/%u\n",
                   (unsigned)(year + 1 + prose_below(&prose, 2024 - year)));
}

static void add_heading(struct buf *out, const char *heading, uint32_t agency)
{
    size_t start;

    buf_char(out, '\n');
    start = out->n;
    buf_text(out, heading);
    if (agency % 4 == 1 || agency % 4 == 2)
        for (size_t i = start; i < out->n; i++)
            if (out->p[i] >= 'a' && out->p[i] <= 'z')
                out->p[i] = (char)(out->p[i] - 'a' + 'A');
    if (agency % 4 >= 2)
        buf_char(out, ':');
    buf_text(out, agency % 4 == 1 ? "\n" : "\n\n");
}

/* A sentence, or an item of a list with the mark that the agency puts before it. */
static void add_sentence(struct buf *out, struct prose *prose, const struct section *section,
                         const struct invented *class)
{
    static const char *const marks[] = {"", "- ", "* ", "\xe2\x80\xa2 "};

    if (section->list)
        buf_text(out, marks[class->agency / 4 % COUNT(marks)]);
    if (section->patterns == experiences)
        buf_text(out, prose_pick(prose, years, COUNT(years)));
    prose_fill(prose, out, prose_pick(prose, section->patterns, section->pattern_count));
    buf_char(out, section->list ? '\n' : ' ');
}

/* Ends what was written of a section: what is still to be planted stands here. */
static void add_end(struct buf *out, struct prose *prose, const struct section *section)
{
    if (prose->planted_count > 0) {
        prose_rest(prose, out);
        buf_char(out, '\n');
    } else if (!section->list) {
        buf_char(out, '\n');
    }
}

/* What the agency repeats: every class takes some of the section's few paragraphs, the same words
 * wherever it does. Of requirements it repeats what holds for all, not degrees and years. */
static void add_house_paragraph(struct buf *out, const struct section *section, uint32_t which,
                                const struct invented *class)
{
    struct section house = *section;
    struct prose prose;

    prose_start(&prose, seed_of(PIECE_HOUSE, (size_t)(section - sections), class->agency, which));
    if (section->patterns == degrees || section->patterns == experiences) {
        house.patterns = plain;
        house.pattern_count = COUNT(plain);
    }
    prose_plant(&prose);
    for (uint32_t i = 0, n = 2 + prose_below(&prose, 2); i < n; i++)
        add_sentence(out, &prose, &house, class);
    add_end(out, &prose, section);
}

enum { HOUSE_PARAGRAPHS = 8, SHARED_TASKS = 40 };

static void add_section(struct buf *out, const struct section *section,
                        const struct invented *class)
{
    size_t number = (size_t)(section - sections);
    struct prose prose;
    uint32_t own;

    prose_start(&prose, seed_of(PIECE_OWN, number, class->agency, class->number));
    if (!prose_chance(&prose, section->per_mille))
        return;
    add_heading(out, section->headings[(class->agency / 2 + number) % 4], class->agency);
    prose_plant(&prose);
    own = section->own_least + prose_below(&prose, section->own_more + 1);
    for (uint32_t i = 0; i < own; i++) {
        struct prose shared, *words = &prose;
        if (section->list && prose_chance(&prose, 350)) {
            uint32_t task = prose_below(&prose, SHARED_TASKS);
            prose_start(&shared, seed_of(PIECE_SHARED, number, class->agency, task));
            words = &shared;
        }
        add_sentence(out, words, section, class);
    }
    if (section->patterns == degrees && prose_chance(&prose, 300))
        prose_fill(&prose, out, prose_pick(&prose, wished_degrees, COUNT(wished_degrees)));
    add_end(out, &prose, section);
    for (uint32_t i = 0; i < section->house; i++)
        add_house_paragraph(out, section, prose_below(&prose, HOUSE_PARAGRAPHS), class);
}

static void add_class(struct buf *out, const struct invented *class)
{
    add_fields(out, class);
    for (size_t i = 0; i < COUNT(sections); i++)
        add_section(out, &sections[i], class);
}

/* Unlike file_write() it does not wait for the disk: losing these files costs nothing. */
static bool write_file(const char *path, const struct buf *content)
{
    FILE *file = fopen(path, "w");
    bool good = file != NULL && fwrite(content->p, 1, content->n, file) == content->n;

    if ((file != NULL && fclose(file) != 0) || !good) {
        fprintf(stderr, "generate: cannot write %s\n", path);
        return false;
    }
    return true;
}

static bool make_folders(const char *folder)
{
    struct buf path = {0};
    struct err err;

    for (size_t a = 0; a < AGENCIES; a++) {
        path.n = 0;
        buf_printf(&path, "%s/%s", folder, places[a]);
        if (file_mkdirs(path.p, &err) != ERR_OK) {
            fprintf(stderr, "generate: %s\n", err.text);
            return false;
        }
    }
    buf_free(&path);
    return true;
}

int main(int argc, char **argv)
{
    struct buf path = {0}, text = {0};
    unsigned long count, bytes = 0;

    if (argc != 3 || (count = strtoul(argv[2], NULL, 10)) == 0 || count > MOST) {
        fprintf(stderr, "usage: generate FOLDER COUNT (at most %d)\n", MOST);
        return 2;
    }
    if (!make_folders(argv[1]))
        return 2;
    for (uint32_t number = 0; number < count; number++) {
        struct invented class = make_class(number);
        path.n = text.n = 0;
        add_class(&text, &class);
        buf_printf(&path, "%s/%s/%05u.txt", argv[1], places[class.agency], (unsigned)number);
        if (!write_file(path.p, &text))
            return 2;
        bytes += text.n;
    }
    buf_free(&path);
    buf_free(&text);
    printf("%lu specifications, %lu bytes\n", count, bytes);
    return 0;
}
