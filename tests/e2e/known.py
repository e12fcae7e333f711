#!/usr/bin/python3
"""The oracle itself, on a few sections whose answers are known from thought. For oracle.t."""

import sys

from oracle import Answer
from queries import Query, Refused
from specifications import Collection
from tap import Tap


def specification(name, title, code, sections, **requirements):
    return f"town/{name}.txt", {
        "sha256": name, "title": title, "class_code": code, "agency": "Wick Town", "fields": {},
        "sections": [
            {"heading": heading, "text": text, "kinds": kinds, "line": line}
            for line, (heading, text, kinds) in enumerate(sections)
        ],
        "requirements": requirements,
    }


LAMPS = specification("lamps", "Senior Lamplighter", "QK1", [
    ("Duties", "Lights the lamps of the town. Trims wicks by the clerk's order.", ["duties"]),
    ("Education", "A bachelor's degree, or two years of trade school.", ["education", "experience"]),
    ("License", "A full-time climber needs a climbing license by position.", ["licensure"]),
], education=[{"section": 1, "level": "bachelor", "modality": "required"},
              {"section": 1, "level": "some_college", "modality": "equivalency"}],
   experience=[{"section": 1, "years": 2, "modality": "unclassified"}])
CLERK = specification("clerk", "Clerk", None, [
    ("Duties", "Orders wicks and lamps; keeps the books of the senior officers. One two three four five.",
     ["duties"]),
    ("License", "None.", ["licensure"]),
])
# a: lamps, duties. b: lamps, education. c: lamps, licence. d: clerk, duties. e: clerk, licence.
NAMES = "abcde"

FOUND = [
    ("", "abcde"),
    # words by their stems, where they stand or in the title if something stands
    ("lamp", "ad"), ("LIGHTING", "a"), ("wicks,", "ad"), ("senior", "d"), ("senior lamp", "ad"),
    ("senior license", "c"), ("senior \"license\"", "c"), ("clerk", "a"), ("clerk none", "e"),
    ("by", "ac"), ("s", ""), ("bachelor", "b"), ("bachelors", "b"), ("lamplighter", ""),
    ("zyzzyva", ""),
    # phrases
    ('"by position"', "c"), ('"lamps of"', "a"), ('"lamp of"', ""), ('"clerk s order"', "a"),
    ("clerk's", "a"), ('"duties lights"', ""), ("full-time", "c"), ("time-full", ""),
    ('"senior lamplighter"', ""),
    # relaxed
    ("lamp license", "~acde"), ("senior zyzzyva", "~d"), ("zyzzyva qwertzu", ""),
    ("lamp zyzzyva -trims", "~d"), ("licensure:none licensure:lamps", "~e"),
    ("duties:lamp license", "~ad"), ("duties:lamp qwertzu", "~ad"),
    ("title:clerk lamps license", "de~"), ("lamp agency:nowhere zyzzyva", ""),
    ("(lamp zyzzyva)", "~ad"), ("licensure:(lamp none)", ""), ("(lamp zyzzyva) OR qwertzu", ""),
    # fields and kinds
    ("title:senior", "abc"), ("title:lamplighters license", "c"), ("code:qk1", "abc"),
    ("agency:\"WICK town\"", "abcde"), ("licensure:license", "ce"), ("education:degree", "b"),
    ("experience:degree", "b"), ("duties:degree", ""), ("duties:(lights OR orders)", "ad"),
    ("licensure:climb*", "c"), ("-licensure:license", "abd"),
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
    ("one /3 five", ""), ("one /4 five", "d"), ("one /1 one", ""), ("clerk /1 order", ""),
    ("clerk /2 order", "a"), ("lamps /1 order*", ""), ('"one two" /1 three', "d"),
    ('"one two" /1 two', ""), ('"one two" /1 "two three"', ""), ('"one two" /2 "four five"', "d"),
    ('"four five" /2 "one two"', "d"), ("one /1 two /1 three", "d"), ("two /1 three /1 one", "d"),
    ("one /3 four /1 two", ""), ("one /3 four /1 five", "d"), ("one /1 five OR two", "d"),
    ("(one OR zyzzyva) /1 two", "d"), ("duties /1 lights", ""), ("senior /100 lamplighter", ""),
    ("thre* /1 two*", "d"), ("lamp /9 wick", "ad"), ("lamp /2 wick", "d"), ("-(lamp /2 wick)", "abce"),
    ("senior lamp /2 wick", "d"), ("one /1 three lamp", "~ad"), ("full-time /1 climber", "c"),
]

REFUSED = (
    '"lamps', "colour:red", "...", '"..."', "li*", "*lamp", "la*mp", "full-tim*", "OR lamp", "lamp OR",
    "lamp OR OR wick", "lamp /5", "/5 lamp", "lamp /0 wick", "lamp /101 wick", "lamp /5 -wick",
    "lamp /5 (wick trim)", "lamp /5 duties:wick", "lamp OR -wick", "- -", "NOT -lamp", "(lamp", "()",
    "lamp OR (wick -trim)", "-(lamp -wick)", "duties:lamp licensure:lamp", "lamp OR title:senior",
    "duties:(duties:lamp)", "NOT", "AND lamp", "lamp AND", "lamp AND AND wick", "lamp AND OR wick",
    "(wick title:senior)", "title:sen*", 'title:""', "lamp title:...", 'code:""', '-code:""', 'agency:" "',
)

collection = Collection([LAMPS, CLERK, ("town/none.txt", {"verdict": "none", "sha256": "none"}),
                         ("town/same.txt", CLERK[1]), ("town/torn.pdf", None)])
tap = Tap(sys.argv[1])
tap.equal("sections", len(collection.sections), 5)
tap.equal("a file that is the same", collection.duplicates, ["town/same.txt"])
tap.equal("a file that cannot be read", collection.skipped, ["town/torn.pdf"])
name_of = dict(zip(collection.sections, NAMES))
wrongs = []
for text, expected in FOUND:
    relaxed, found = Query(text).matches(collection)
    got = "".join(sorted(name_of[section] for section in found))
    if (got, relaxed) != (expected.strip("~"), "~" in expected):
        wrongs.append(f"{text}: {'~' * relaxed}{got}, expected {expected}")
tap.none(f"the oracle finds what is known to match {len(FOUND)} queries", wrongs)

wrongs = []
for text in REFUSED:
    try:
        wrongs.append(f"{text}: {Query(text).parts}")
    except Refused:
        pass
tap.none(f"the oracle refuses {len(REFUSED)} texts that are no queries", wrongs)


def counts(text, filters, facet):
    answer = Answer(collection, *Query(text).matches(collection), filters)
    counted = answer.facets[facet].items()
    return {value: (c["sections"], c["classes"], c["selected"]) for value, c in counted}


tap.equal("what a section has", collection.sections[1].values, {
    "section": ["education", "experience"], "education": ["bachelor"], "experience": ["1_to_2"],
    "modality": ["equivalency", "required", "unclassified"], "agency": ["Wick Town"], "flsa": ["-"],
    "grade": ["-"],
})
tap.equal("counts", counts("lamps OR license", {}, "section"),
          {"duties": (2, 2, False), "licensure": (2, 2, False)})
tap.equal("counts beside a filter", counts("", {"education": ["bachelor"]}, "section"),
          {"education": (1, 1, False), "experience": (1, 1, False)})
tap.equal("counts of the filter's own facet", counts("", {"education": ["bachelor"]}, "education"),
          {"bachelor": (1, 1, True), "-": (4, 2, False)})
tap.equal("a value that nothing has", counts("none", {"education": ["bachelor"]}, "education"),
          {"bachelor": (0, 0, True), "-": (1, 1, False)})
total = Answer(collection, *Query("").matches(collection), {"section": ["duties", "licensure"]}).total
tap.equal("values of a facet are alternatives", total, {"sections": 4, "classes": 2})
tap.done()
