"""Similar photos: contents are searched, photos are answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.matching.index import EXACT_BELOW, HAS_GRAPH, Searcher
from imgsim_desktop.records import Library, PairKind, PairTable, Relation, Why
from imgsim_desktop.scan.pairs import open_index
from imgsim_desktop.scan.relations import Relations, no_relations

PART_HANDICAP = 0.1
"""A part finds crops that the whole does not, but looks like strangers more often. Of crops asked
for by their photo among 10,100 pictures, 94 % are among the 20 nearest without parts, 99 with them;
without a handicap other edits lose up to 7 points, with this one 0.3 (RESULTS.md)."""

LIKENESS_LEAST = 0.2
"""Below this cosine two photos have nothing in common but colours and mood, in every library."""
_LIKENESS_SHARE = 0.95
"""Of pairs drawn at random that lie below the end of likeness. Measured with the built-in network
on 353 pictures of cats, dogs, rooms and landscapes (AMD EPYC, 2026-12-01): half of all pairs below
0.02, 95 % below 0.26; of the cats and dogs above 0.25, 0.3 and 0.4, 62, 67 and 78 % are of the same
kind, where a draw would give half."""
_LIKENESS_PAIRS = 4000
_LIKENESS_CONTENTS = 50
"""Of fewer pictures nobody can say what chance would bring, and the list is short."""

UNLIKE_SHARE = 0.3
"""How much of what is not meant is taken away from what is: see `turned_away`. Of the ten nearest
to one of 200 cats and dogs 73 % are of its kind; with the nearest one of the other kind taken away
by 0.2, 0.3 and 0.75: 76, 78 and 76 %, and 86, 78 and 44 % of the ten stay (RESULTS.md)."""
MOST_RELATED = 50
"""Of so many photos at most clocks, places and pairs are asked for: of a thousand chosen at once
anything may be of the moment of one."""
_WHYS = tuple(Why)

PartsOf = Callable[[int], NDArray[np.float32]]
"""Content id -> vectors (parts, dim) of its parts, perhaps none."""
AllParts = Callable[[], Iterable[tuple[NDArray[np.int64], NDArray[np.float32]]]]
"""Blocks of content ids (m,) with the vectors (m, parts, dim) of their parts."""


@dataclass(frozen=True, slots=True)
class Match:
    """A photo that resembles what was asked for."""

    photo_id: int
    similarity: float
    """Cosine, -1 to 1; less PART_HANDICAP if only a part of what was asked for resembles it."""
    why: Why = Why.ALIKE
    kind: PairKind | None = None
    """Of the pair it makes with what was asked for; None where none is known."""
    confidence: float | None = None
    """That it is a copy, where that is why."""
    looked: bool = False
    """Whether both were compared in full size."""


class PhotoSearch:
    """A frozen view of a library's vectors; open a new one when the library has changed.

    Never changed once made, so it may be handed from the thread that opens it to the one that asks.
    """

    def __init__(
        self,
        searcher: Searcher,
        photos_of_content: Mapping[int, Sequence[int]],
        parts_of: PartsOf,
        relations: Relations | None = None,
        all_parts: AllParts = lambda: (),
        among: Container[int] | None = None,
    ) -> None:
        """photos_of_content  those that can be asked for; a content without any is passed over
        among  the photos to answer with; None: all of them
        """
        self._searcher = searcher
        self._relations = no_relations() if relations is None else relations
        self._parts_of = parts_of
        self._all_parts = all_parts
        self._photos_of_content = photos_among(photos_of_content, among)
        self._content_of_photo = {
            photo: content for content, photos in photos_of_content.items() for photo in photos
        }
        self._row_of_content = {int(key): row for row, key in enumerate(searcher.keys)}
        self.likeness_ends = likeness_ends(searcher.vectors)
        """Cosine from which on down photos are no more alike than two drawn at random."""

    def __len__(self) -> int:
        return len(self._content_of_photo)

    def like_photo(self, photo_id: int, count: int = 20) -> list[Match]:
        """The photos most similar to a photo of the library, itself excluded, best first.

        Byte-identical files come first, with similarity 1. Empty if the photo has no vector (yet).
        """
        return self.like_photos([photo_id], count)

    def like_photos(
        self, photo_ids: Sequence[int], count: int = 20, unlike: Sequence[int] = ()
    ) -> list[Match]:
        """The photos most similar to all of these at once, and not to others; best first.

        unlike  photos that are not meant: results are turned away from them

        None of the photos named is an answer. Empty if none that is asked for has a vector (yet).
        """
        own = self._contents_of(photo_ids)
        if not own:
            return []
        named = {*photo_ids, *unlike}
        twins = [
            Match(photo, 1.0)
            for content in own
            for photo in self._photos_of_content.get(content, ())
            if photo not in named
        ]
        asked = self._vectors_asked(own, self._contents_of(unlike))
        without = {*own, *self._contents_of(unlike)}
        others = self.nearest_alike(asked, count - len(twins), without)
        return (twins + others)[:count]

    def like_vector(
        self, vector: NDArray[np.float32], count: int = 20, unlike: Sequence[int] = ()
    ) -> list[Match]:
        """The photos most similar to a picture from anywhere, best first.

        vector  (1 + parts, dim) as `embed_picture` gives it, or of the whole alone (dim,)
        unlike  photos of the library that are not meant, see `like_photos`
        """
        others = self._contents_of(unlike)
        asked = np.atleast_2d(vector)
        if others:
            asked = turned_away(asked[:1], self._vectors(others))
        return self.nearest_alike(asked, count, set(others))

    def like_part(
        self,
        vector: NDArray[np.float32],
        of: int,
        count: int = 20,
        unlike: Sequence[int] = (),
    ) -> list[Match]:
        """The photos that resemble a part of a photo as a whole, or have a part that does.

        vector  as in `like_vector`; the part itself alone counts
        of      the photo it was cut out of, which is no answer

        Best first; PART_HANDICAP is taken off where only a part of a photo resembles it.
        """
        others = self._contents_of(unlike)
        asked = turned_away(np.atleast_2d(vector)[:1], self._vectors(others) if others else None)
        without = {*self._contents_of([of]), *others}
        found = {match.photo_id: match for match in self.nearest_alike(asked, count, without)}
        for contents, parts in self._all_parts():
            similar = (parts @ asked[0]).max(1) - PART_HANDICAP
            for at in np.argsort(-similar)[:count].tolist():
                content = int(contents[at])
                for photo in () if content in without else self._photos_of_content.get(content, ()):
                    match = Match(photo, float(similar[at]))
                    known = found.get(photo)
                    if known is None or known.similarity < match.similarity:
                        found[photo] = match
        return sorted(found.values(), key=lambda match: (-match.similarity, match.photo_id))[:count]

    def vector_of(self, photo_id: int) -> NDArray[np.float32] | None:
        """(dim,) of the whole photo; None if it has none (yet)."""
        content = self._contents_of([photo_id])
        return self._vectors(content)[0] if content else None

    def related(
        self,
        photo_ids: Sequence[int],
        count: int = 20,
        unlike: Sequence[int] = (),
        *,
        without_copies: bool = False,
    ) -> list[Match]:
        """What `like_photos` finds and what else is related to these photos, each with its why.

        In the order of Why: copies, the surest first; then what is of one moment, the nearest in
        time first; of one place or thing, and alike, the most similar first. Clocks and coordinates
        bring in a quarter of `count` at most that would not be among the most similar; what is
        shown in any case they only tell apart.

        without_copies  all but the copies
        """
        contents = self._contents_of(photo_ids) or [
            self._content_of_photo[photo] for photo in photo_ids if photo in self._content_of_photo
        ]
        known = self._relations.of(contents[:MOST_RELATED])
        for content in contents:
            known[content] = Relation(Why.COPIES, PairKind.IDENTICAL, 1.0, looked=True)
        copies = sum(
            len(self._photos_of_content.get(content, ()))
            for content, relation in known.items()
            if without_copies and relation.why is Why.COPIES
        )
        nearest = self.like_photos(photo_ids, count + copies, unlike)
        found = {match.photo_id: match for match in nearest}
        for content in self._contents_of(unlike):
            known.pop(content, None)
        named = {*photo_ids, *unlike}
        self._add_related(found, known, contents, named, max(1, count // 4))
        told = [self._told(match, known) for match in found.values()]
        told.sort(key=lambda one: one[0])
        matches = [match for _, match in told]
        if without_copies:
            matches = [match for match in matches if match.why is not Why.COPIES]
        return matches[:count]

    def _add_related(
        self,
        found: dict[int, Match],
        known: Mapping[int, Relation],
        contents: Sequence[int],
        named: Collection[int],
        most: int,
    ) -> None:
        """Copies and pairs always; by clock or coordinates alone the nearest few."""
        rows = [self._row_of_content[c] for c in contents if c in self._row_of_content]
        room = {Why.MOMENT: most, Why.PLACE: most}
        order = sorted(known.items(), key=lambda e: (e[1].kind is None, e[1].apart, e[0]))
        for content, relation in order:
            photos = [
                photo
                for photo in self._photos_of_content.get(content, ())
                if photo not in found and photo not in named
            ]
            row = self._row_of_content.get(content)
            if not photos or row is None or not rows:
                continue
            vectors = self._searcher.vectors
            similarity = float((vectors[rows] @ vectors[row]).max())
            if relation.kind is None:
                is_mood = relation.why is Why.PLACE and similarity < self.likeness_ends
                if is_mood or room[relation.why] <= 0:
                    continue
                room[relation.why] -= 1
            for photo in photos:
                found[photo] = Match(photo, similarity)

    def _told(
        self, match: Match, known: Mapping[int, Relation]
    ) -> tuple[tuple[int, float, float, int], Match]:
        """A match with its why, and where it stands among the others."""
        relation = known.get(self._content_of_photo[match.photo_id])
        if relation is None:
            return (_WHYS.index(Why.ALIKE), 0.0, -match.similarity, match.photo_id), match
        why = relation.why
        first = {Why.COPIES: -(relation.confidence or 0.0), Why.MOMENT: relation.apart}
        place = (_WHYS.index(why), first.get(why, 0.0), -match.similarity, match.photo_id)
        told = replace(
            match, why=why, kind=relation.kind, confidence=relation.confidence,
            looked=relation.looked,
        )  # fmt: skip
        return place, told

    def _contents_of(self, photo_ids: Sequence[int]) -> list[int]:
        """Those that have a vector, each once."""
        found = dict.fromkeys(self._content_of_photo.get(photo, -1) for photo in photo_ids)
        return [content for content in found if content in self._row_of_content]

    def _vectors(self, contents: Sequence[int]) -> NDArray[np.float32]:
        return self._searcher.vectors[[self._row_of_content[content] for content in contents]]

    def _vectors_asked(self, own: Sequence[int], unlike: Sequence[int]) -> NDArray[np.float32]:
        """(n, dim) of what is asked for: of one photo the whole, then its parts."""
        whole = self._vectors(own)
        if len(own) == 1 and not unlike:
            return np.concatenate([whole, self._parts_of(own[0])])
        return turned_away(whole, self._vectors(unlike) if unlike else None)

    def nearest_alike(
        self, vectors: NDArray[np.float32], count: int, without: Collection[int] = ()
    ) -> list[Match]:
        """Which photos look most like these vectors: the one place that orders by likeness.

        vectors  (n, dim) of unit length, the whole first, then its parts
        without  contents that are no answer

        Each photo is as similar as the whole finds it, or else the best of the parts.
        """
        asked = count + len(without)
        while count > 0:
            keys, similarities = self._searcher.query(vectors, asked)
            similarities[1:] -= PART_HANDICAP
            best: dict[int, float] = {}
            for key, similarity in zip(keys.ravel().tolist(), similarities.ravel(), strict=True):
                best[key] = max(float(similarity), best.get(key, -2.0))
            matches = [
                Match(photo, similarity)
                for content, similarity in sorted(best.items(), key=lambda e: (-e[1], e[0]))
                if content not in without
                for photo in self._photos_of_content.get(content, ())
            ]
            if len(matches) >= count or asked >= len(self._searcher):
                return matches[:count]
            asked *= 4  # contents of folders that are offline stood in the way
        return []


def turned_away(
    like: NDArray[np.float32], unlike: NDArray[np.float32] | None
) -> NDArray[np.float32]:
    """(1, dim) of unit length: the middle of what is meant, less a share of what is not.

    like    (n, dim) of unit length
    unlike  (m, dim) of unit length, or None

    The middle and not the best of each: asked for three photos a person means what they share, and
    the copies of one of them are nearest to that one alone. Asked for three of 200 cats and dogs,
    78 % of the ten nearest to the middle are of their kind, and 75 % of the best of each. After
    J. Rocchio, "Relevance feedback in information retrieval", 1971, as in Manning, Raghavan and
    Schuetze, "Introduction to Information Retrieval", 2008, 9.1.1; the share is our own.
    """
    middle = like.mean(0, keepdims=True)
    middle /= max(float(np.linalg.norm(middle)), 1e-12)
    if unlike is not None and len(unlike):
        away = unlike.mean(0, keepdims=True)
        middle = middle - UNLIKE_SHARE * away / max(float(np.linalg.norm(away)), 1e-12)
        middle /= max(float(np.linalg.norm(middle)), 1e-12)
    return np.asarray(middle, np.float32)


def likeness_ends(vectors: NDArray[np.float32]) -> float:
    """Below which cosine two of these are as alike as chance makes them; -1 where nobody knows.

    vectors  (n, dim) of unit length

    Always the same for the same vectors: the pairs are drawn from a fixed seed.
    """
    count = len(vectors)
    if count < _LIKENESS_CONTENTS:
        return -1.0
    draw = np.random.default_rng(0)
    a = draw.integers(0, count, _LIKENESS_PAIRS)
    b = (a + draw.integers(1, count, _LIKENESS_PAIRS)) % count
    similarities = np.einsum("ij,ij->i", vectors[a], vectors[b])
    return max(LIKENESS_LEAST, float(np.quantile(similarities, _LIKENESS_SHARE)))


def lacks_graph(photos: int) -> bool:
    """Whether so many photos are searched one by one only because hnswlib is missing."""
    return not HAS_GRAPH and photos >= EXACT_BELOW


def photos_among(
    photos_of_content: Mapping[int, Sequence[int]], among: Container[int] | None
) -> Mapping[int, Sequence[int]]:
    """Of the photos of each content those that are asked about, None: all; contents without go."""
    if among is None:
        return photos_of_content
    found = {
        content: [photo for photo in photos if photo in among]
        for content, photos in photos_of_content.items()
    }
    return {content: photos for content, photos in found.items() if photos}


def open_searcher(
    library: Library,
    home: Home,
    model_key: str,
    control: Control = NULL_CONTROL,
    *,
    least: float = 0.9,
    among: Container[int] | None = None,
) -> PhotoSearch:
    """Load the index of a library, or build it if it is missing, stale or broken.

    least  confidence from which a pair is called copies
    among  ids of the photos to answer with; None: all of the library

    Photos of folders that are offline are not answered. Raises Cancelled.
    """
    reader = CacheReader(home, library)
    try:
        keys, vectors = reader.vectors(model_key)
        photos_of_content = reader.photos_of_contents()
        moments_and_places = reader.moments_and_places()
    finally:
        reader.close()
    searcher = open_index(library, home, model_key, keys, vectors, control)

    def parts_of(content_id: int) -> NDArray[np.float32]:
        with closing(CacheReader(home, library)) as own:  # of the thread that asks
            return own.parts_of(model_key, content_id, vectors.shape[1])

    def pairs_of(content_ids: Sequence[int]) -> PairTable:
        with closing(CacheReader(home, library)) as own:
            return own.pairs_of(model_key, content_ids)

    def all_parts() -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        with closing(CacheReader(home, library)) as own:
            yield from own.parts(model_key, vectors.shape[1])

    relations = Relations(pairs_of, *moments_and_places, least)
    return PhotoSearch(searcher, photos_of_content, parts_of, relations, all_parts, among)
