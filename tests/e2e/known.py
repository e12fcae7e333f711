#!/usr/bin/python3
"""The oracle itself, on a few sections whose answers are known from thought. For oracle.t."""

import re
import sys

import acronyms
from oracle import Answer, Reading, Searched
from queries import Query, Refused
from specifications import Collection
from tap import Tap


def specification(name, title, code, sections, agency="Wick Town", fields=None, **requirements):
    return f"town/{name}.txt", {
        "sha256": name, "title": title, "title_line": 1, "class_code": code, "agency": agency, "fields": fields or {},
        "sections": [
            {"heading": heading, "text": text, "kinds": kinds, "line": line, "text_line": line,
             "sentences": [m.span() for m in re.finditer(r"[^.\s][^.\n]*\.", text)]}
            for line, (heading, text, kinds) in enumerate(sections)
        ],
        "requirements": {
            type: [dict({"sentence": sections[r["section"]][1], "modality": "required"}, **r) for r in found]
            for type, found in requirements.items()
        },
    }


LAMPS = specification("lamps", "Senior Lamplighter", "QK1", [
    ("Duties", "Lights the lamps of the town. Trims wicks by the clerk's order.", ["duties"]),
    ("Education", "A bachelor's degree, or two years of trade school.", ["education", "experience"]),
    ("License", "A full-time climber needs a climbing license by position.", ["licensure"]),
], education=[{"section": 1, "level": "bachelor", "modality": "required"},
              {"section": 1, "level": "some_college", "modality": "equivalency"}],
   experience=[{"section": 1, "months": 24, "modality": "unclassified"}])
CLERK = specification("clerk", "Clerk", None, [
    ("Duties", "Orders wicks and lamps; keeps the books of the senior officers. One two three four five.",
     ["duties"]),
    ("License", "None.", ["licensure"]),
])
# a: lamps, duties. b: lamps, education. c: lamps, licence. d: clerk, duties. e: clerk, licence.

IN_TOWN = [
    ("", "abcde"),
    # words by their stems, where they stand or in the title if something stands
    ("lamp", "ad"), ("LIGHTING", "a"), ("wicks,", "ad"), ("senior", "d"), ("senior lamp", "ad"),
    ("senior license", "c"), ("senior \"license\"", "c"), ("clerk none", "e"),
    ("by", "ac"), ("s", ""), ("bachelor", "b"), ("bachelors", "b"), ("lamplighter", ""),
    ("zyzzyva", ""),
    # phrases
    ('"by position"', "c"), ('"lamps of"', "a"), ('"lamp of"', ""), ('"clerk s order"', "a"),
    ("clerk's", "a"), ('"duties lights"', ""), ("full-time", "c"), ("time-full", ""),
    ('"senior lamplighter" -a', ""),
    # relaxed
    ("lamp license", "~acde"), ("senior zyzzyva", "~d"), ("zyzzyva qwertzu", ""),
    ("lamp zyzzyva -trims", "~d"), ("licensure:none licensure:lamps", "~e"),
    ("duties:lamp qwertzu", "~ad"),
    ("title:clerk lamps license", "de~"), ("lamp agency:nowhere zyzzyva", ""),
    ("(lamp zyzzyva)", "~ad"), ("licensure:(lamp none)", ""), ("(lamp zyzzyva) OR qwertzu", ""),
    ("duties:lamp license", "acde"), ("clerk", "ad"),
    # fields and kinds
    ("title:senior", "abc"), ("title:lamplighters license", "c"), ("code:qk1", "abc"),
    ("agency:\"WICK town\"", "abcde"), ("licensure:license", "ce"), ("education:degree", "b"),
    ("experience:degree", "b"), ("duties:degree", ""), ("duties:(lights OR orders)", "ad"),
    ("licensure:climb*", "c"), ("-licensure:license", ""),
    # OR, AND, NOT
    ("trim OR none", "ae"), ("trim OR none OR zyzzyva", "ae"), ("wicks trim OR keep", "ad"),
    ("wicks AND trim OR keep", "ad"), ("(wicks trim) OR none", "ae"), ("trim or none", "~abe"),
    ("-lamps", "bce"), ("lamps -trims", "d"), ("lamps NOT trims", "d"), ("-senior", "e"),
    ("license -senior", "e"), ("senior OR none", "de"), ("lamplighter OR (zyzzyva lamp)", "a"),
    ("lamplighter OR (lamp zyzzyva)", "a"), ("-lamps -license", "b"), ("-(lamps OR license)", "b"),
    ("-(senior license)", "abde"), ("-title:clerk", "abc"), ("wicks -agency:nowhere", "ad"),
    ("lamps -title:senior", "d"), ('-"by position" title:senior', "ab"), ("- lamps", "ad"),
    ("\u2212lamps", "bce"), ("and/or wicks", "~abd"), ("-and/or", "abcde"),
    # prefixes
    ("cli*", "c"), ("lam*", "ad"), ("lamplight*", ""), ("Senio*", "d"), ("ligh*", "a"),
    ("lights* OR non*", "ae"), ("climb* license*", "c"), ("lamps *", "ad"), ("-lic*", "abd"),
    # proximity: one .. five stand next to each other
    ("one /1 two", "d"), ("two /1 one", "d"), ("one /1 three", ""), ("one /2 three", "d"),
    ("one /3 five", ""), ("one /4 five", "d"), ("one /1 one", ""), ("one /2 three /1 two", "d"),
    ("one /s five /s three", "d"), ("one /5 two /5 two", ""), ("clerk /1 order", ""),
    ("clerk /2 order", "a"), ("lamps /1 order*", ""), ('"one two" /1 three', "d"),
    ('"one two" /1 two', ""), ('"one two" /1 "two three"', ""), ('"one two" /2 "four five"', "d"),
    ('"four five" /2 "one two"', "d"), ("one /1 two /1 three", "d"), ("two /1 three /1 one", "d"),
    ("one /3 four /1 two", "d"), ("one /3 four /1 five", "d"), ("one /1 five OR two", "d"),
    ("(one OR zyzzyva) /1 two", "d"), ("duties /1 lights", ""), ("senior /100 lamplighter", ""),
    ("thre* /1 two*", "d"), ("lamp /9 wick", "ad"), ("lamp /2 wick", "d"), ("-(lamp /2 wick)", "abce"),
    ("senior lamp /2 wick", "d"), ("one /1 three lamp", "~ad"), ("full-time /1 climber", "c"),
]

HARBOR = {"series": {"value": "Harbor Operations"}}
WARDEN = specification("warden", "Harbor Warden", "HW-20 1", [
    ("Duties", "Directs harbor pilots.\n\nWrites daily logs. Reads tide tables and pilots' logs.", ["duties"]),
    ("Minimum Qualifications", "Five years of experience as a pilot. Two years of supervisory experience. "
     "A bachelor's degree.", ["experience", "education"]),
    ("License", "A pilot license is required. By position, a boat license.", ["licensure"]),
    ("Physical Demands", "Lifts 50 pounds.", ["physical_demands"]),
], "Port of Quay", {
    **HARBOR, "pay_grade": {"value": "EX-18"}, "flsa": {"status": "exempt"}, "probation": {"months": 6},
    "revised": {"date": "2023-06"}, "established": {"date": "1999"},
}, education=[{"section": 1, "level": "bachelor", "sentence": "A bachelor's degree."}], experience=[
    {"section": 1, "months": 60, "supervisory": False, "sentence": "Five years of experience as a pilot."},
    {"section": 1, "months": 24, "supervisory": True, "part": {"months": 6, "supervisory": True},
     "sentence": "Two years of supervisory experience."},
], licences=[
    {"section": 2, "sentence": "A pilot license is required."},
    {"section": 2, "sentence": "By position, a boat license.", "modality": "by_position"},
], lifting=[{"section": 3, "pounds": 50}])
TRAINEE = specification("trainee", "Pilot Trainee", None, [
    ("Qualifications", "High school diploma. Three years of experience, including one year of supervisory "
     "experience. A master's degree is preferred.", ["experience", "education"]),
    ("License", "A boat license is preferred.", ["licensure"]),
], "Port of Quay", {
    **HARBOR, "pay_grade": {"value": "EX-2"}, "flsa": {"status": "nonexempt"}, "probation": {"months": 18},
    "revised": {"date": "2021-12-31"},
}, education=[
    {"section": 0, "level": "high_school", "sentence": "High school diploma."},
    {"section": 0, "level": "master", "sentence": "A master's degree is preferred.", "modality": "preferred"},
], experience=[
    {"section": 0, "months": 36, "supervisory": False, "part": {"months": 12, "supervisory": True},
     "sentence": "Three years of experience, including one year of supervisory experience."},
], licences=[{"section": 1, "modality": "preferred"}])
FILES = specification("files", "License Clerk", "20", [
    ("Duties", "Files boat licenses.", ["duties"]),
    ("Qualifications", "An apprenticeship. Some positions lift 10 pounds.", ["education"]),
], "Ferry Board", {"agency": {"value": "Guild of Boatmen"}},
   education=[{"section": 1, "level": "apprenticeship", "sentence": "An apprenticeship."}],
   lifting=[{"section": 1, "pounds": 10, "sentence": "Some positions lift 10 pounds.",
             "modality": "by_position"}])
# Warden: f duties, g qualifications, h licence, i demands. Trainee: j qualifications, k licence.
# Files: l duties, m qualifications.

IN_HARBOR = [
    # fields
    ("agency:quay", "fghijk"), ('agency:"quay PORT"', "fghijk"), ("agency:ports", ""),
    ("agency:guild", "lm"),
    ("agency:port-of-quay", "fghijk"), ("series:harbor", "fghijk"), ("series:harbors", ""),
    ('series:"operations harbor"', "fghijk"), ("code:hw201", "fghi"), ('code:"HW 20-1"', "fghi"),
    ("code:20", "lm"), ("code:2", ""), ("grade:ex18", "fghi"), ("grade:EX-2", "jk"),
    ("flsa:EXEMPT", "fghi"), ("flsa:nonexempt", "jk"), ("-series:harbor", "lm"),
    ("agency:quay license", "hk"), ("license -agency:quay", "l"),
    # comparisons of classes
    ("probation<=6m", "fghi"), ("probation<=6", "fghi"), ("probation>6m", "jk"), ("probation>=18m", "jk"),
    ("probation>=1.5y", "jk"), ("probation:..1y", "fghi"), ("probation:26w..540d", "fghijk"),
    ("probation:6..18m", "fghijk"), ("-probation<=6m", "jklm"), ("probation:6m", ""),
    ("revised:2023", "fghi"), ("revised:2023-06", "fghi"), ("revised>=2023-06-01", "fghi"),
    ("revised>=2023-06-02", ""), ("revised>2021", "fghi"), ("revised<=2021", "jk"),
    ("revised<2021-12-31", ""), ("revised<2022", "jk"), ("revised=2021-12", "jk"),
    ("revised:2021..2023", "fghijk"), ("revised:..2022", "jk"), ("revised:2022..", "fghi"),
    ("established<2010", "fghi"), ("-revised:2023", "jklm"), ("lift revised:2023", "i"),
    # comparisons of requirements
    ("experience>=5y", "g"), ("experience>=5", "g"), ("experience >= 5 years", "g"),
    ("experience>=60mo", "g"),
    ("experience>5y", ""), ("Experience\u22655Y", "g"), ("experience:3..5y", "gj"), ("experience:5y", ""),
    ("experience=2y", "g"), ("experience>=3y experience<=4y", "j"), ("experience>=3y AND experience<3y", ""),
    ("experience<=24m", "g"), ("experience:24m..30m", "g"), ("supervisory>=1y", "gj"),
    ("supervisory>=2y", "g"),
    ("supervisory:1", "j"), ("supervisory<5", "gj"), ("supervisory=6m", "g"),
    ("supervisory<=6m supervisory>=2y", ""), ("education>=bachelor", "g"),
    ("education>=bachelor's", "g"), ("education<=high_school", "j"), ('education="high school"', "j"),
    ("education >= bachelor's degree", "g"), ("education = high school diploma", "j"),
    ("education=apprenticeship", "m"), ("education>=none", "gj"), ("education:hs..masters", "gj"),
    ("education:degree", "gj"), ("lifting>=50", "i"), ("lifting>=10lbs", "im"), ("lifting:..20pounds", "m"),
    ("lifting<50", "m"), ("lifting:50", "i"),
    # joined by the class
    ("experience>=5y license", "gh"), ("licensure:boat duties:logs", "fh"),
    ("experience>=5y lifting>=50", "gi"),
    ("experience>=5y lifting>=60", ""), ("pilot trainee licensure:boat", "k"),
    ("trainee experience>=3y", "j"),
    ("licensure:(pilot OR boat) -licensure:pilot", "k"), ("physical:lifts education>=bachelor", "gi"),
    # NOT
    ("-pilot", "ilm"), ("-licensure:boat", "lm"), ("-experience>=5y", "jklm"), ("-(boat license)", "fgijm"),
    ("license -experience>=5y", "kl"), ("-(license title:clerk)", "fghijk"), ("-heading:license", "fgijlm"),
    ("-(title:warden OR lifting=10)", "jk"), ("licensure:(license -pilot)", ""),
    ("-(title:pilot agency:quay)", "fghilm"),
    # OR
    ("title:warden OR apprenticeship", "fghim"), ("title:warden OR title:clerk", "fghilm"),
    ("license (title:warden OR title:clerk)", "hl"), ("license (title:warden OR apprenticeship)", "fghilm"),
    ("experience>=5y OR education=apprenticeship", "gm"), ("(experience>=5y license) OR lifting=10", "ghm"),
    ("licensure:boat OR lifts", "hikm"), ("(licensure:boat OR lifts) title:trainee", "k"),
    ("(title:clerk license) OR experience>=5y", "gl"), ("(trainee license) OR (title:warden lifts)", "ik"),
    # modality
    ("license modality:required", "h"), ("boat modality:required", ""), ("boat modality:BY_POSITION", "h"),
    ("boat modality:(by_position OR preferred)", "hk"), ('"pilot license" modality:required', "h"),
    ("pilot boat modality:required", "~gh"), ("trainee boat modality:preferred", "~k"),
    ("modality:by_position", "hm"), ("title:clerk modality:by_position", "m"),
    ("-boat modality:required", "gijm"),
    ("heading:license boat modality:by_position", "h"), ("heading:license modality:preferred", "k"),
    ("is /5 by", "h"), ("is /5 by modality:required", ""), ("pilot /2 license modality:required", "h"),
    ("licensure:pilot modality:required", "h"), ("licensure:boat experience>=1y modality:preferred", ""),
    ("education>=bachelor modality:preferred", "j"),
    ("education>=bachelor modality:(preferred OR required)", "gj"),
    ("lifting>=50 modality:by_position", ""), ("licensure:boat lifts modality:by_position", "~hm"),
    ("(title:clerk OR boat) modality:required", "m"),
    ("(experience=5y OR boat) modality:(required OR preferred)", "gk"),
    ("(boat modality:by_position) duties:logs", "fh"), ("(boat modality:preferred) duties:logs", ""),
    ("(boat modality:by_position) (pilot modality:required)", "gh"),
    ("pilot trainee modality:required licensure:license", "~gh"),
    # headings
    ("heading:license", "hk"), ("heading:boat", ""), ('heading:"minimum qualifications"', "g"),
    ("heading:qual*", "gjm"), ("heading:(minimum OR physical)", "gi"),
    ("heading:(minimum qualifications)", "g"),
    ("heading:license boat", "hk"), ("heading:license OR duties", "fhkl"), ("heading:license trainee", "k"),
    ("heading:clerk", ""), ("licensure:(heading:license boat)", "hk"),
    ("heading:(qualifications -minimum)", "jm"),
    # proximity
    ("boat NEAR license", "hkl"), ("a NEAR/2 license", "hk"), ("a NEAR/1 license", ""),
    ("boat near license", "~hkl"),
    ("writes /s logs", "f"), ("writes /s tables", ""), ("tables /s logs", "f"), ("writes /p tables", "f"),
    ("directs /p logs", ""), ("directs /p pilots", "f"), ("duties /s directs", ""), ("logs /s logs", ""),
    ("logs /p logs", "f"), ("(writes /s logs) /2 tide", "f"), ("(writes /s logs) /1 tide", ""),
    ("daily /p pilots /s tide", "f"), ("(daily /p pilots) /s tide", ""), ("tide /s daily /p logs", ""),
    ('"logs reads" /s tide', ""), ('"logs reads" /p tide', "f"), ("minimum /s qualifications", "g"),
    # relaxed
    ("licensure:boat zyzzyva", "~hk"), ("licensure:boat zyzzyva experience>=5y", "~h"),
    ("zyzzyva experience>=5y", ""), ("licensure:zyzzyva boat title:clerk", "~l"),
    ("licensure:boat zyzzyva (lifting=50 OR qwertzu)", "~h"), ("boat zyzzyva -licensure:pilot", "~kl"),
    # a class by its name
    ("pilot trainee", "j"), ("PILOT - Trainee", "j"), ('"pilot trainee"', "j"), ("20", "l"), ("hw20 1", "f"),
    ("HW-20-1", "f"), ("title:pilot title:trainee", "jk"), ("harbor warden zyzzyva", "~f"),
]

RECORDS = specification("records", "Records Technician", None, [
    ("Duties", "Checks the Criminal Justice Information Services (CJIS) files. Information technology "
     "is new to clerks.", ["duties"]),
    ("License", "CJIS clearance. A commercial driver's license (CDL) is required. Childcare is paid.",
     ["licensure"]),
    ("Knowledge", "Criminal law, justice and information services. Organisation of files.", ["duties"]),
    ("Tools", "Information Technology (IT) tools. Looks after it.", ["other"]),
])
# n duties, o licence, p knowledge, q tools

# What they find as they are read, and if they are read literally; ! corrected, ~ relaxed.
READ = [
    # acronyms and long forms
    ("cjis", "no", "no"), ("Criminal justice information services", "no", "np"),
    ("criminal justice information service", "no", "np"), ('"criminal justice information services"', "n", "n"),
    ("criminal justice (information services)", "no", "np"), ("justice criminal information services", "np", "np"),
    ("criminal justice AND information services files", "n", "np"), ("cdl", "o", "o"),
    ("commercial drivers license", "o", "o"), ("commercial driver's license -cdl", "", ""),
    ("commercial OR driver", "o", "o"), ("IT", "nq", "q"), ("it", "q", "q"), ("IT's tools", "q", "q"),
    ("information technology", "nq", "nq"), ("information technology looks", "q", "q"), ("technology it", "q", "q"), ("-cjis", "pq", "pq"), ("-IT", "nop", "nop"),
    ("-(information technology)", "op", "op"),
    # in scopes, proximities and ORs
    ("licensure:cjis", "o", "o"), ("licensure:(criminal justice information services)", "o", ""),
    ("the /1 cjis", "n", ""), ("cjis /1 the OR clearance", "no", "o"), ("IT OR clearance", "noq", "oq"),
    # the lexicon
    ("organization", "p", "!p"), ("organization files", "p", "!p"), ("heading:licence", "o", "!o"),
    ("child care", "o", ""), ("title:organization", "", ""), ("licence", "o", "!o"), ("-licence", "nopq", "nopq"),
    ('"licence"', "", ""), ("child-care", "", ""),
    # relaxed: words that are read as one are one part
    ("criminal justice information services zyzzyva", "~no", "~npq"), ("information technology zyzzyva", "~npq", "~npq"),
]
SPELLED = [  # what is answered instead, what is suggested, what is found
    ("clearence", "clearance", None, "!o"), ("CLEARENCE cjis", "CLEARANCE cjis", None, "!o"),
    ("cjis OR clearence", None, "cjis OR clearance", "no"), ("clearence zyzzyva", None, "clearance zyzzyva", ""),
    ("cdk", None, None, ""), ("cjos", "cjis", None, "!no"), ("-clearence clerks", None, None, "n"),
    ('"cjis clearnce"', None, "\"cjis clearance\"", ""), ("tolls?x", None, None, ""),
    ("clearence -clearence", "clearance -clearence", None, "!o"), ("title:clearence cjis", None, None, ""),
    ("clearence-cjis", None, "clearance-cjis", ""), ("\u2265 cjis-clearnce", "\u2265 cjis-clearance", None, "!o"), ("clear*", None, None, "o"), ("clearence2", None, None, ""),
    ("lisence", "license", None, "!o"), ("licence tolls", None, "licence tools", "~o"),
]
EXPLAINED = [
    ("the Criminal Justice Information Services (CJIS) files", "CJIS", "Criminal Justice Information Services"),
    ("CJIS (Criminal Justice Information Services)", "CJIS", "Criminal Justice Information Services"),
    ("the Department of Transportation (DOT)", "DOT", "Department of Transportation"),
    ("two Certified Nursing Assistants (CNAs)", "CNA", "Certified Nursing Assistants"),
    ("an Emergency Medical Technician (EMT, basic)", "EMT", "Emergency Medical Technician"),
    ("a Master of Science degree in Nursing (MSN)", "MSN", "Master of Science degree in Nursing"),
    ("license; on-the-job training [of] Heavy Equipment (HE)", "HE", "Heavy Equipment"),
    ("Clerk Typist (IV)", None, None), ("Registered Nurse (R.N.)", None, None),
    ("a valid driver's license (CDL)", None, None), ("Extensible Markup Language (XML)", None, None),
    ("Division Director (the DD)", None, None), ("Full-Time (FT)", None, None), ("in writing (and orally)", None, None),
]

REFUSED = (
    '"lamps', "colour:red", "...", '"..."', "li*", "*lamp", "la*mp", "full-tim*", "OR lamp", "lamp OR",
    "lamp OR OR wick", "lamp /5", "/5 lamp", "lamp /0 wick", "lamp /101 wick", "lamp /5 -wick",
    "lamp /5 (wick trim)", "lamp /5 duties:wick", "lamp OR -wick", "- -", "NOT -lamp", "(lamp", "()",
    "lamp OR (wick -trim)", "-(lamp -wick)",
    "duties:(duties:lamp)", "duties:(lamp title:senior)", "NOT", "AND lamp", "lamp AND",
    "lamp AND AND wick", "lamp AND OR wick",
    "title:sen*", "agency:wic*", 'title:""', "lamp title:...", 'code:""', '-code:""', 'agency:" "',
    "supervision:lamp", "budget>=5", "budget<=x", "-budget>=5", "experience>=", "experience>=five",
    "experience>=5w",
    "experience:6..3y", "experience:a..b", "education>=phdx", "education>=apprenticeship",
    "education:apprenticeship..doctorate", "lifting>=50kg", "lifting:heavy", "probation<=6x",
    "revised:2023-13",
    "revised:2023-02-30", "revised:soon", "revised>=23", "revised:2023..2021", "code:...", 'grade:""',
    "modality:firm", "-modality:required", "lamp OR modality:required",
    "modality:required modality:preferred",
    "lamp OR (wick modality:required)", "-(lamp modality:required)",
    "(lamp modality:required) modality:preferred",
    "licensure:(lamp modality:required)", "lamp /5 heading:duties", "heading:(heading:duties)",
    "heading:(licensure:lamp)",
    "heading:(title:lamp)", "heading:(lamp /5 wick)", "licensure:(title:lamp)",
    "licensure:(lamp experience>=5y)", "lamp /5 experience>=5y",
    "lamp NEAR/0 wick", "lamp NEAR", "lamp OR (wick -title:senior)", "-(lamp -title:senior)",
)

town = Collection([LAMPS, CLERK, ("town/none.txt", {"verdict": "none", "sha256": "none"}),
                   ("town/same.txt", CLERK[1]), ("town/torn.pdf", None)])
harbor = Collection([WARDEN, TRAINEE, FILES])
tap = Tap(sys.argv[1])
tap.equal("sections", len(town.sections), 5)
tap.equal("a file that is the same", town.duplicates, ["town/same.txt"])
tap.equal("a file that cannot be read", town.skipped, ["town/torn.pdf"])

for collection, names, found in (town, "abcde", IN_TOWN), (harbor, "fghijklm", IN_HARBOR):
    wrongs, name_of = [], dict(zip(collection.sections, names))
    for text, expected in found:
        relaxed, sections = Query(text).matches(collection)
        got = "".join(sorted(name_of[section] for section in sections))
        if (got, relaxed) != (expected.strip("~"), "~" in expected):
            wrongs.append(f"{text}: {'~' * relaxed}{got}, expected {expected}")
    tap.none(f"the oracle finds what is known to match {len(found)} queries", wrongs)

records = Searched([RECORDS])
wrongs, name_of = [], dict(zip(records.sections, "nopq"))


def found(text, expand):
    answer = records.search(text, expand=expand)
    said = "!" * (answer.reading.corrected is not None) + "~" * answer.reading.relaxed
    return said + "".join(sorted(name_of[section] for section in answer.hits))


for text, *expected in READ:
    got = [found(text, True), found(text, False)]
    if got != expected:
        wrongs.append(f"{text}: {got}, expected {expected}")
for text, *expected in SPELLED:
    reading = records.search(text).reading
    got = [reading.corrected, reading.suggestion, found(text, True)]
    if got != expected:
        wrongs.append(f"{text}: {got}, expected {expected}")
for text, *expected in EXPLAINED:
    got = acronyms.explained(text) or [(None, None)]
    if got != [tuple(expected)]:
        wrongs.append(f"{text}: {got}, expected {expected}")
tap.none("the oracle reads queries as is known", wrongs)
tap.equal("what is said of what is read", records.search("IT criminal justice information services").reading.expanded, {
    ("it", "acronym"): ["information technology"],
    ("criminal justice information services", "acronym"): ["cjis"],
})

wrongs = []
for text in REFUSED:
    try:
        wrongs.append(f"{text}: {Query(text).parts}")
    except Refused:
        pass
tap.none(f"the oracle refuses {len(REFUSED)} texts that are no queries", wrongs)


def counts(text, filters, facet):
    answer = Answer(town, Reading(*Query(text).matches(town)), filters)
    counted = answer.facets[facet].items()
    return {value: (c["sections"], c["classes"], c["selected"]) for value, c in counted}


tap.equal("what a section has", town.sections[1].values, {
    "section": ["education", "experience"], "education": ["bachelor"], "experience": ["1_to_2"],
    "modality": ["equivalency", "required", "unclassified"], "agency": ["Wick Town"], "flsa": ["-"],
    "grade": ["-"], "series": ["-"], "revised": ["-"],
})
tap.equal("what a section has of its class", harbor.sections[0].values, {
    "section": ["duties"], "education": ["bachelor"], "experience": ["1_to_2", "5_to_7"], "modality": ["-"],
    "agency": ["Port of Quay"], "flsa": ["exempt"], "grade": ["EX-18"], "series": ["Harbor Operations"],
    "revised": ["2023"],
})
tap.equal("counts", counts("lamps OR license", {}, "section"),
          {"duties": (2, 2, False), "licensure": (2, 2, False)})
tap.equal("counts beside a filter", counts("", {"education": ["bachelor"]}, "section"), {
    "duties": (1, 1, False), "education": (1, 1, False), "experience": (1, 1, False), "licensure": (1, 1, False),
})
tap.equal("counts of the filter's own facet", counts("", {"education": ["bachelor"]}, "education"),
          {"bachelor": (3, 1, True), "-": (2, 1, False)})
tap.equal("a value that nothing has", counts("none", {"education": ["bachelor"]}, "education"),
          {"bachelor": (0, 0, True), "-": (1, 1, False)})
total = Answer(town, Reading(*Query("").matches(town)), {"section": ["duties", "licensure"]}).total
tap.equal("values of a facet are alternatives", total, {"sections": 4, "classes": 2})
tap.done()
