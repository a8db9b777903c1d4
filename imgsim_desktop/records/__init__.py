"""The frozen values that cross rooms. Standard library and numpy only.

    files      Library, FoundFile, KnownFile, Offline, PassedBy, Unnamed, Failure with its Reason
    photos     Pixels, Facts, Damage, Description, Words, Sidecar, InputShape, Reading, Photo
    holdings   Holdings: what else a file holds, with its Recordings
    pairs      PairKind, Pair, PairTable
    decisions  DecisionKind, Cell, Change, Step, History, StepChanges, PhotoName
    derivations  Derivation: which of two was made from the other; Coded: the luma of a JPEG
    groups     Group, NamedTheme
    likeness   Why photos are similar, and the Relation of two of them
    looks      Look with its Regions: two copies compared in full size
    removals   FileStamp, Removal, Outcome with its OutcomeCode
    progress   Progress

Times are `ns` since 1970 (UTC); an EXIF time carries no zone and is kept as if it were UTC.
Hashes are `bytes`. Pictures are uint8 arrays (height, width, 3), RGB, upright.
"""

from imgsim_desktop.records.decisions import (
    BONDS,
    NAMES_PHOTO,
    Cell,
    Change,
    DecisionKind,
    History,
    PhotoName,
    Step,
    StepChanges,
    Value,
)
from imgsim_desktop.records.derivations import MAKING_WORDS, Coded, Derivation, Making
from imgsim_desktop.records.files import (
    REASON_WORDS,
    Failure,
    FoundFile,
    KnownFile,
    Library,
    Offline,
    PassedBy,
    Reason,
    Unnamed,
)
from imgsim_desktop.records.groups import Group, NamedTheme
from imgsim_desktop.records.holdings import MAPS, NOTHING_MORE, Holdings, Recording
from imgsim_desktop.records.likeness import WHY_WORDS, Relation, Why
from imgsim_desktop.records.looks import Box, Look, LookResult, Region, RegionKind
from imgsim_desktop.records.pairs import (
    ADDED,
    ADDED_TO_A,
    ADDED_TO_B,
    EDIT_WORDS,
    EDITS,
    KIND_WORDS,
    PAIR_KINDS,
    REMOVABLE_KINDS,
    Pair,
    PairKind,
    PairTable,
    derivation_bits,
)
from imgsim_desktop.records.photos import (
    DAMAGE_WORDS,
    THUMBNAIL_PX,
    Damage,
    Description,
    Facts,
    InputShape,
    Photo,
    Pixels,
    Reading,
    Sidecar,
    Words,
)
from imgsim_desktop.records.progress import STAGE_WORDS, Progress
from imgsim_desktop.records.ratings import Rating
from imgsim_desktop.records.removals import OUTCOME_WORDS, FileStamp, Outcome, OutcomeCode, Removal

__all__ = [
    "ADDED",
    "ADDED_TO_A",
    "ADDED_TO_B",
    "BONDS",
    "DAMAGE_WORDS",
    "EDITS",
    "EDIT_WORDS",
    "KIND_WORDS",
    "MAKING_WORDS",
    "MAPS",
    "NAMES_PHOTO",
    "NOTHING_MORE",
    "OUTCOME_WORDS",
    "PAIR_KINDS",
    "REASON_WORDS",
    "REMOVABLE_KINDS",
    "STAGE_WORDS",
    "THUMBNAIL_PX",
    "WHY_WORDS",
    "Box",
    "Cell",
    "Change",
    "Coded",
    "Damage",
    "DecisionKind",
    "Derivation",
    "Description",
    "Facts",
    "Failure",
    "FileStamp",
    "FoundFile",
    "Group",
    "History",
    "Holdings",
    "InputShape",
    "KnownFile",
    "Library",
    "Look",
    "LookResult",
    "Making",
    "NamedTheme",
    "Offline",
    "Outcome",
    "OutcomeCode",
    "Pair",
    "PairKind",
    "PairTable",
    "PassedBy",
    "Photo",
    "PhotoName",
    "Pixels",
    "Progress",
    "Rating",
    "Reading",
    "Reason",
    "Recording",
    "Region",
    "RegionKind",
    "Relation",
    "Removal",
    "Sidecar",
    "Step",
    "StepChanges",
    "Unnamed",
    "Value",
    "Why",
    "Words",
    "derivation_bits",
]
