"""What the parts of an AND find together, for the oracle: groups of parts, joined by the class;
oracle.py has the rules. What is found are sections."""

import functools

from matching import And, Demand, Kind, Modality, Nature, Not, Or, counts, satisfies


def find(part, collection, modalities=None):
    """The sections that a part finds which stands by itself."""
    if isinstance(part, Or) and part.nature is Nature.MIXED:
        return set().union(*(find(child, collection, modalities) for child in part.children))
    children = part.children if isinstance(part, And) else [part]
    return Conjunction(children, collection, modalities).found()


def of_classes(specifications):
    return {section for specification in specifications for section in specification.sections}


def _classes(sections):
    return {section.specification for section in sections}


class _Group:
    """Parts that one section has to satisfy, and one requirement in it if modalities are named."""

    def __init__(self, parts, conjunction):
        self.parts, self.conjunction = parts, conjunction

    def classes(self):
        return _classes(self.sections)


class _Texts(_Group):
    """What is sought in texts, those of a kind if one is named."""

    def __init__(self, parts, conjunction, kind=None):
        super().__init__(parts, conjunction)
        self.kind = kind

    def _allowed(self):
        conjunction = self.conjunction
        if self.kind is None:
            return conjunction.universe
        return conjunction.universe & conjunction.collection.having_value["section"].get(self.kind, set())

    def _places(self):
        """Where to look, and the places there that count."""
        collection, modalities = self.conjunction.collection, self.conjunction.modalities
        if not modalities:
            return collection.texts, collection.texts.all
        return collection.sentences, {r for r in collection.sentences.all if r.modality in modalities}

    @functools.cached_property
    def _having_all(self):
        texts, places = self._places()
        return And(self.parts).found(texts) & places

    @functools.cached_property
    def sections(self):
        texts, places = self._places()
        having, sought = self._having_all, And(self.parts).sought()
        if sought:
            having = having & set().union(*(part.held(texts) for part in sought))
        return texts.sections(having & places) & self._allowed()

    def classes(self):
        """Also those whose title alone has all the words, but to a scope or where one sentence is
        to have them."""
        if self.kind is not None or self.conjunction.modalities:
            return super().classes()
        return _classes(self._having_all & self._allowed())


class _Demands(_Group):
    """Comparisons by one name: a requirement satisfies them all."""

    @functools.cached_property
    def sections(self):
        conjunction = self.conjunction
        return conjunction.universe & {
            requirement.section
            for requirement in conjunction.collection.requirements
            if counts(requirement, conjunction.modalities)
            and satisfies(requirement, self.parts)
        }


class _Alone(_Group):
    """An OR of various parts, or an AND with a modality of its own."""

    @functools.cached_property
    def sections(self):
        (part,), conjunction = self.parts, self.conjunction
        return conjunction.universe & find(part, conjunction.collection, conjunction.modalities)


class Conjunction:
    """Parts joined by AND."""

    def __init__(self, children, collection, modalities=None):
        self.collection = collection
        own = [child.values for child in children if isinstance(child, Modality)]
        self.modalities = own[0] if own else modalities
        self.children = [child for child in children if not isinstance(child, Modality)]
        self.universe = self._universe()
        self.grouped = [c for c in self.children if not isinstance(c, Not) and c.nature is not Nature.CLASS]
        self.groups = self._groups(self.grouped)

    def _universe(self):
        """What no group is sought beyond: NOT takes sections if it is of text, else classes."""
        collection, universe = self.collection, set(self.collection.all)
        for child in self.children:
            if isinstance(child, Not) and child.nature is Nature.TEXT:
                universe &= child.found(collection.texts)
            elif isinstance(child, Not):
                universe -= of_classes(_classes(find(child.child, collection)))
            elif child.nature is Nature.CLASS:
                universe &= of_classes(s for s in collection.specifications if child.is_true(s))
        return universe

    def _groups(self, parts):
        texts = [part for part in parts if part.nature is Nature.TEXT]
        groups, kinds, demands = [_Texts(texts, self)] if texts else [], {}, {}
        for part in parts:
            if isinstance(part, Kind):
                kinds.setdefault(part.kind, []).append(part.child)
            elif isinstance(part, Demand):
                demands.setdefault(part.name, []).append(part)
            elif part.nature is not Nature.TEXT:
                groups.append(_Alone([part], self))
        groups += [_Texts(found, self, kind) for kind, found in kinds.items()]
        return groups + [_Demands(found, self) for found in demands.values()]

    def found(self):
        if not self.groups:
            return self._without_groups()
        if len(self.groups) == 1:
            return self.groups[0].sections
        return self._joined(set().union(*(group.sections for group in self.groups)), self.groups)

    def _without_groups(self):
        if not self.modalities:
            return self.universe
        return {
            section
            for section in self.universe
            if any(requirement.modality in self.modalities for requirement in section.requirements)
        }

    @staticmethod
    def _joined(sections, groups):
        """Those of the classes in which every group is satisfied."""
        for group in groups:
            sections = sections & of_classes(group.classes())
        return sections

    def relaxed(self):
        """What any one of the parts with something sought finds by itself; nothing if there are no
        two. All else holds."""
        def is_alternative(part):
            return (part.nature is Nature.TEXT or isinstance(part, Kind)) and bool(part.leaves())

        alternatives = [part for part in self.grouped if is_alternative(part)]
        if len(alternatives) < 2:
            return set()
        others = self._groups([part for part in self.grouped if part not in alternatives])
        single = [group for part in alternatives for group in self._groups([part])]
        return self._joined(set().union(*(group.sections for group in single)), others)
