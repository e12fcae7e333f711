"""What else the words of a query may be called, for the oracle: acronyms and their long forms, and the
forms of the lexicon. oracle.py has the rules.

The lexicon is data of the search's, lib/search/lexicon.tsv."""

import os
import typing

import acronyms
from matching import And, Heading, Kind, Near, Not, Or, Phrase, Word
from words import stem, words

ACRONYMS = 3  # of a long form
PARTS = 64  # of a query; what would make it more is not read as more
_LEXICON = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../lib/search/lexicon.tsv")


class Form(typing.NamedTuple):
    """Something that a word or several may be read as."""

    text: str
    words: typing.Tuple[str, ...]
    why: str

    def part(self):
        (word, *more) = self.words
        return Phrase(list(self.words)) if more else Word(word)


def _stems(texts):
    return tuple(stem(text) for text in texts)


def _count(part):
    """How many words, phrases, prefixes, fields and so on a part has."""
    if isinstance(part, (And, Or)):
        return sum(map(_count, part.children))
    if isinstance(part, Near):
        return _count(part.left) + _count(part.right)
    return _count(part.child) if isinstance(part, (Not, Kind, Heading)) else 1


def _read_lexicon():
    """The rows as lists of forms, each the tuple of its words; and the words that are ordinary."""
    rows, ordinary = [], set()
    with open(_LEXICON, encoding="utf-8") as file:
        for line in file:
            forms = line.partition("\t")[0].strip()
            if forms.startswith("="):
                ordinary |= {form.strip() for form in forms[1:].split(",")}
            elif forms and not forms.startswith("#"):
                rows.append([tuple(word.text for word in words(form)) for form in forms.split(",")])
    return rows, ordinary


class Thesaurus:
    """All that words may be called in a collection."""

    def __init__(self, collection):
        self.pairs = acronyms.mined(collection.specifications)
        rows, self.ordinary = _read_lexicon()
        known = collection.texts.having_stem.keys() | collection.texts.titled.keys()
        self.rows = [([_stems(form) for form in row],
                      [form for form in row if known.issuperset(_stems(form))]) for row in rows]

    def _by_acronym(self, run):
        """The long forms of a word, the acronyms of several."""
        if len(run) == 1:
            (word,) = run
            if word.text in self.ordinary and not word.is_in_capitals:
                return
            for pair in self.pairs:
                if pair.letters == word.text:
                    yield Form(pair.long, pair.words, "acronym")
            return
        stems = tuple(word.stem for word in run)
        found = [pair for pair in self.pairs if pair.stems == stems and pair.letters not in self.ordinary]
        for pair in found[:ACRONYMS]:
            yield Form(pair.letters, (pair.letters,), "acronym")
            yield Form(pair.long, pair.words, "acronym")

    def _by_lexicon(self, run):
        stems = tuple(word.stem for word in run)
        for every, known in self.rows:
            if stems in every:
                return [Form(" ".join(form), form, "variant") for form in known if _stems(form) != stems]
        return []

    def forms(self, run):
        """What some words are read as beside what is typed, each once; of single words that differ in
        no stem the first."""
        seen, found = {tuple(word.text for word in run)}, []
        single = {run[0].stem} if len(run) == 1 else set()
        for form in [*self._by_acronym(run), *self._by_lexicon(run)]:
            is_known = form.words in seen or form.why == "variant" and len(form.words) == 1 and (
                stem(form.words[0]) in single
            )
            if not is_known:
                found.append(form)
            seen.add(form.words)
            if len(form.words) == 1:
                single.add(stem(form.words[0]))
        return found


class Expansion:
    """The parts of a query, as they are read. `said` is {(what, why): [what it is read as]}."""

    def __init__(self, parts, thesaurus):
        self._thesaurus = thesaurus
        self._room = PARTS - sum(map(_count, parts))
        self.said = {}
        self.parts = self._all(parts)

    def _read(self, run):
        """The part that words become; None: nothing else."""
        forms = self._thesaurus.forms(run)
        added = len(forms) + 1 - len(run)
        if not forms or added > self._room:
            return None
        self._room -= added
        texts = [word.text for word in run]
        for form in forms:
            said = self.said.setdefault((" ".join(texts), form.why), [])
            if form.text not in said:
                said.append(form.text)
        typed = run[0] if len(run) == 1 else Phrase(texts)
        return Or([typed, *(form.part() for form in forms)])

    def _all(self, parts):
        """Parts joined by AND: runs of words from left to right, the longest first."""
        made, at = [], 0
        while at < len(parts):
            end = at
            while end < len(parts) and isinstance(parts[end], Word):
                end += 1
            read = None
            while read is None and end > at + 1:
                read = self._read(parts[at:end])
                end -= read is None
            made.append(read or self._one(parts[at]))
            at = end if read else at + 1
        return made

    def _one(self, part):
        if isinstance(part, Word):
            return self._read([part]) or part
        if isinstance(part, And):
            parts = self._all(part.children)
            return parts[0] if len(parts) == 1 else And(parts)
        if isinstance(part, Or):
            return Or([self._one(child) for child in part.children])
        if isinstance(part, Near):
            return Near(self._one(part.left), self._one(part.right), part.distance)
        if isinstance(part, Kind):
            return Kind(part.kind, self._one(part.child))
        return Heading(self._one(part.child)) if isinstance(part, Heading) else part
