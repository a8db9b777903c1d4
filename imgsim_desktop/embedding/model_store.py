"""The folder of trained models: keeping, exporting, importing. Removing is the trash's work."""

from __future__ import annotations

import shutil
from pathlib import Path

from imgsim_desktop.embedding.models import (
    SUFFIX,
    ModelFacts,
    StoredModel,
    check_model,
    list_models,
    model_path,
    name_for,
)
from imgsim_desktop.embedding.registry import BACKENDS, import_torch
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.private import like_folder, make_like_parent


def find_model(folder: Path, name: str) -> StoredModel:
    """The model of that name. Raises KnownError naming those there are."""
    models = {model.name: model for model in list_models(folder)}
    if name not in models:
        known = Sentence("There are none yet.")
        if models:
            known = Sentence("There are: {names}.", names=", ".join(models))
        raise KnownError(Sentence("There is no model named {name!r}.", name=name), known)
    return models[name]


def keep_model(made: Path, folder: Path, name: str, replaces: str = "") -> StoredModel:
    """Put a model that was just trained into the folder; returns how it is called there.

    A name that is taken gets a number, unless `replaces` says that the same training made it.
    """
    free = name
    number = 2
    while free != replaces and (free in BACKENDS or model_path(folder, free).exists()):
        free = f"{name[:44]}-{number}"
        number += 1
    return _put(made, folder, free, check_model(made))


def import_model(source: Path, folder: Path, name: str = "") -> StoredModel:
    """Take in a model somebody exported, after looking at all of it.

    name  how it shall be called here; its file's name if empty

    Raises WeightsMissing for a foreign, damaged or newer file, KnownError if the name is taken.
    """
    facts = check_model(source)
    import_torch(None)
    from imgsim_desktop.embedding.learnt import load_encoder

    load_encoder(source, facts)
    chosen = name or name_for(source.name.removesuffix(SUFFIX))
    if chosen in BACKENDS:
        raise KnownError(
            Sentence("{chosen} is the name of another network.", chosen=chosen),
            "Choose another --name.",
        )
    target = model_path(folder, chosen)
    if target.exists():
        if target.read_bytes() == source.read_bytes():
            raise KnownError(Sentence("The model {chosen} is here already.", chosen=chosen))
        raise KnownError(
            Sentence("There is another model named {chosen}.", chosen=chosen),
            "Choose another --name for this one.",
        )
    return _put(source, folder, chosen, facts)


def rename_model(folder: Path, name: str, wish: str) -> StoredModel:
    """Call a model otherwise. Its vectors in the libraries belong to the old name.

    Raises KnownError if there is no such model, or the name is taken or can be none.
    """
    model = find_model(folder, name)
    target = model_path(folder, wish)
    if wish in BACKENDS or target.exists():
        raise KnownError(
            Sentence("There is another network named {wish}.", wish=wish), "Choose another name."
        )
    try:
        model.path.rename(target)
    except OSError as error:
        raise KnownError(
            Sentence(
                "{path} cannot be renamed: {why}.", path=model.path, why=error.strerror or error
            ),
            "Check that the folder may be written.",
        ) from error
    return StoredModel(wish, target, model.size_bytes, model.facts, model.trouble)


def export_model(folder: Path, name: str, target: Path) -> Path:
    """Copy a model to a file, or into a folder, that somebody else can import.

    Never replaces a file. Raises KnownError.
    """
    model = find_model(folder, name)
    check_model(model.path)
    if target.is_dir():
        target = target / model.path.name
    if target.suffix != SUFFIX:
        target = target.with_name(target.name + SUFFIX)
    if target.exists():
        raise KnownError(
            Sentence("{target} is there already.", target=target), "Choose another name."
        )
    _copy(model.path, target)
    return target


def _put(source: Path, folder: Path, name: str, facts: ModelFacts) -> StoredModel:
    target = model_path(folder, name)
    _copy(source, target)
    return StoredModel(name, target, target.stat().st_size, facts)


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all."""
    aside = target.with_name(f".{target.name}.new")
    try:
        make_like_parent(target.parent)
        try:
            with source.open("rb") as read, open(aside, "wb", opener=like_folder) as write:
                shutil.copyfileobj(read, write)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise KnownError(
            Sentence(
                "{target} cannot be written: {why}.", target=target, why=error.strerror or error
            ),
            "Free some space, or choose another place.",
        ) from error
