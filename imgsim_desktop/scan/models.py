"""Models of one's own and what can be chosen for their training, as the doors see them."""

from imgsim_desktop.embedding.learning.watching import TrainingReport
from imgsim_desktop.embedding.model_store import (
    export_model,
    find_model,
    import_model,
    rename_model,
)
from imgsim_desktop.embedding.models import (
    MEASURE_WORDS,
    SUFFIX,
    ModelFacts,
    StoredModel,
    list_models,
    model_path,
    name_for,
)
from imgsim_desktop.embedding.options import FEWEST_TO_TUNE, OPTIONS, Knob, knobs_of

__all__ = [
    "FEWEST_TO_TUNE",
    "MEASURE_WORDS",
    "OPTIONS",
    "SUFFIX",
    "Knob",
    "ModelFacts",
    "StoredModel",
    "TrainingReport",
    "export_model",
    "find_model",
    "import_model",
    "knobs_of",
    "list_models",
    "model_path",
    "name_for",
    "rename_model",
]
