"""What the rooms say when something cannot be done: the patterns, for the translators."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

PATTERNS = (
    QT_TRANSLATE_NOOP("errors", "Check its disk, and that its folder may be used."),
    QT_TRANSLATE_NOOP("errors", "{path} does not answer; its photos are left out, not forgotten."),
    QT_TRANSLATE_NOOP(
        "errors",
        "{path} and {n} more do not answer; their photos are left out, not forgotten.",
    ),
    QT_TRANSLATE_NOOP("errors", "What is remembered of this library is damaged ({why})."),
    QT_TRANSLATE_NOOP(
        "errors",
        "Scan it again: it is built anew. Your photos and decisions are not affected.",
    ),
    QT_TRANSLATE_NOOP(
        "errors",
        "What was remembered of this library was damaged and is built anew ({why}); the "
        "damaged file is kept as {name}. Your photos and decisions are not affected.",
    ),
    QT_TRANSLATE_NOOP(
        "errors",
        "What is remembered of this library is damaged again, just after it was built "
        "anew ({why}).",
    ),
    QT_TRANSLATE_NOOP(
        "errors",
        "The disk or the memory of this computer may be failing. Save your photos, or "
        "let IMGSIM_HOME name a folder on another disk than {parent}.",
    ),
    QT_TRANSLATE_NOOP(
        "errors",
        "{path} was damaged or changed by hand ({why}); it is kept as {name}.",
    ),
    QT_TRANSLATE_NOOP("errors", "It starts empty."),
    QT_TRANSLATE_NOOP("errors", "What is usual is used instead."),
    QT_TRANSLATE_NOOP("errors", "Its copy has taken its place."),
    QT_TRANSLATE_NOOP("errors", "A file of named tensors (state dict) is needed."),
    QT_TRANSLATE_NOOP("errors", "A folder is always wholly in itself."),
    QT_TRANSLATE_NOOP("errors", "A library needs a folder."),
    QT_TRANSLATE_NOOP("errors", "A receipt is a .csv or .html file, not {name}."),
    QT_TRANSLATE_NOOP(
        "errors", "A teacher needs more than {dim} pictures to learn the directions from."
    ),
    QT_TRANSLATE_NOOP("errors", "Another ImgSim program is moving files right now."),
    QT_TRANSLATE_NOOP("errors", "The processes that open pictures cannot be started: {why}."),
    QT_TRANSLATE_NOOP("errors", "Close other programs to free memory, or restart this one."),
    QT_TRANSLATE_NOOP("errors", "It was broken off."),
    QT_TRANSLATE_NOOP("errors", "Ask for fewer themes."),
    QT_TRANSLATE_NOOP("errors", "Bring a file in with `imgsim models --import FILE`."),
    QT_TRANSLATE_NOOP(
        "errors", "Check that its folder may be written, or set IMGSIM_HOME to another one."
    ),
    QT_TRANSLATE_NOOP(
        "errors", "Check that the folder may be written, or set IMGSIM_HOME to another one."
    ),
    QT_TRANSLATE_NOOP("errors", "Check that the folder may be written."),
    QT_TRANSLATE_NOOP("errors", "Check the network and start again: what has arrived is kept."),
    QT_TRANSLATE_NOOP("errors", "Check the path after --weights."),
    QT_TRANSLATE_NOOP("errors", "Check the path."),
    QT_TRANSLATE_NOOP("errors", "Choose a .json that was exported here."),
    QT_TRANSLATE_NOOP("errors", "Choose a .json that was exported."),
    QT_TRANSLATE_NOOP("errors", "Choose an empty --out folder to start anew."),
    QT_TRANSLATE_NOOP("errors", "Choose an empty folder to start anew."),
    QT_TRANSLATE_NOOP("errors", "Choose another --name for this one."),
    QT_TRANSLATE_NOOP("errors", "Choose another --name."),
    QT_TRANSLATE_NOOP("errors", "Choose another name."),
    QT_TRANSLATE_NOOP("errors", "Choose another picture."),
    QT_TRANSLATE_NOOP("errors", "Choose another place for the album."),
    QT_TRANSLATE_NOOP("errors", "Choose another place."),
    QT_TRANSLATE_NOOP("errors", "Choose one of these names."),
    QT_TRANSLATE_NOOP("errors", "Choose the folder that holds the photos."),
    QT_TRANSLATE_NOOP("errors", "Choose the network they were made for."),
    QT_TRANSLATE_NOOP("errors", "Choose two different folders."),
    QT_TRANSLATE_NOOP("errors", "Close other programs to free memory, or choose another network."),
    QT_TRANSLATE_NOOP(
        "errors", "Close the program and move the file away; there is no backup of it yet."
    ),
    QT_TRANSLATE_NOOP("errors", "Delete it to start anew."),
    QT_TRANSLATE_NOOP("errors", "Delete the file and download it again."),
    QT_TRANSLATE_NOOP("errors", "Download the file again."),
    QT_TRANSLATE_NOOP(
        "errors",
        "Download them in the settings or with `imgsim backends --download {id}`, or give a "
        "file with --weights.",
    ),
    QT_TRANSLATE_NOOP("errors", "Export it again, or train it again."),
    QT_TRANSLATE_NOOP("errors", "Export the model again, or train it again."),
    QT_TRANSLATE_NOOP("errors", "Free some space and start again; every finished batch is kept."),
    QT_TRANSLATE_NOOP(
        "errors", "Free some space and start again; nothing that was finished is lost."
    ),
    QT_TRANSLATE_NOOP("errors", "Free some space, or choose another place."),
    QT_TRANSLATE_NOOP("errors", "Free some."),
    QT_TRANSLATE_NOOP("errors", "Give more --images, or leave out --teacher."),
    QT_TRANSLATE_NOOP("errors", "Give more --images."),
    QT_TRANSLATE_NOOP("errors", "Give one with --weights."),
    QT_TRANSLATE_NOOP("errors", "Groups are exported as .csv, .json or .html, not as {name}."),
    QT_TRANSLATE_NOOP("errors", "Install that version again; this one leaves the file untouched."),
    QT_TRANSLATE_NOOP("errors", "Install that version."),
    QT_TRANSLATE_NOOP("errors", "Install the program again, or train anew with `imgsim train`."),
    QT_TRANSLATE_NOOP("errors", "Install the program again."),
    QT_TRANSLATE_NOOP(
        "errors", "It can be looked at meanwhile; to scan it here, close the other program first."
    ),
    QT_TRANSLATE_NOOP("errors", "Leave out --processes; try --threads."),
    QT_TRANSLATE_NOOP("errors", "Looking for dense places was ended from outside."),
    QT_TRANSLATE_NOOP("errors", "Make the file readable, or set IMGSIM_HOME to another folder."),
    QT_TRANSLATE_NOOP("errors", "Models are {suffix} files."),
    QT_TRANSLATE_NOOP("errors", "No file was touched: without a journal nothing could be undone."),
    QT_TRANSLATE_NOOP("errors", "No folder can be made in {parent}: {why}."),
    QT_TRANSLATE_NOOP("errors", "No weights for {name}."),
    QT_TRANSLATE_NOOP("errors", "Nothing changed."),
    QT_TRANSLATE_NOOP(
        "errors", "Nothing was touched; plug in its disk, or see what stands in its place."
    ),
    QT_TRANSLATE_NOOP("errors", "Nothing was touched; try again when it has finished."),
    QT_TRANSLATE_NOOP("errors", "Open its folder again."),
    QT_TRANSLATE_NOOP(
        "errors", "Perhaps there was too little memory; try again, or find themes of every photo."
    ),
    QT_TRANSLATE_NOOP("errors", "Plug in its disk, or set IMGSIM_HOME to another folder."),
    QT_TRANSLATE_NOOP("errors", "Put back an older copy."),
    QT_TRANSLATE_NOOP(
        "errors", "Put back the last backup of decisions.db, or begin the review anew."
    ),
    QT_TRANSLATE_NOOP("errors", "Put back the last good copy, {path}: `imgsim restore last`."),
    QT_TRANSLATE_NOOP("errors", "Scan a folder with more photos; copies of one photo count once."),
    QT_TRANSLATE_NOOP("errors", "Start again to go on from the last checkpoint"),
    QT_TRANSLATE_NOOP("errors", "The built-in weights are damaged: {path} has changed."),
    QT_TRANSLATE_NOOP("errors", "The built-in weights are not installed: {why}."),
    QT_TRANSLATE_NOOP(
        "errors", "The checkpoint {path} belongs to another recipe or another network."
    ),
    QT_TRANSLATE_NOOP("errors", "The checkpoint {path} is damaged ({why})."),
    QT_TRANSLATE_NOOP("errors", "The connection to {name} failed: {why}."),
    QT_TRANSLATE_NOOP("errors", "The disk that holds {parent} is full."),
    QT_TRANSLATE_NOOP(
        "errors", "The download of {file_name} has the wrong checksum and was deleted."
    ),
    QT_TRANSLATE_NOOP("errors", "The file with your decisions is damaged ({why})."),
    QT_TRANSLATE_NOOP("errors", "The journal still holds everything; choose another place."),
    QT_TRANSLATE_NOOP("errors", "The journal {path} cannot be read: {why}."),
    QT_TRANSLATE_NOOP("errors", "The journal {path} cannot be written ({why})."),
    QT_TRANSLATE_NOOP("errors", "The journal {path} was written by a newer ImgSim."),
    QT_TRANSLATE_NOOP(
        "errors", "The library “{library_name}” is being scanned by another program{holder}."
    ),
    QT_TRANSLATE_NOOP("errors", "The model {backend_id} has its own weights and takes no others."),
    QT_TRANSLATE_NOOP("errors", "The model {chosen} is here already."),
    QT_TRANSLATE_NOOP("errors", "The model {path} cannot be read: {why}."),
    QT_TRANSLATE_NOOP("errors", "The model {path} is damaged: {how}."),
    QT_TRANSLATE_NOOP("errors", "Page {n} of {name} could not be read: {why}."),
    QT_TRANSLATE_NOOP("errors", "The other pages may still be fine."),
    QT_TRANSLATE_NOOP("errors", "The film inside {name} cannot be shown: {why}."),
    QT_TRANSLATE_NOOP("errors", "The film is still in the file; another program may show it."),
    QT_TRANSLATE_NOOP("errors", "The network gave up on a picture: {why}."),
    QT_TRANSLATE_NOOP("errors", "The picture {name} could not be read: {why}."),
    QT_TRANSLATE_NOOP("errors", "The server has no {file_name} for us ({code} {reason})."),
    QT_TRANSLATE_NOOP("errors", "The stored {name} of this library is damaged: {why}."),
    QT_TRANSLATE_NOOP("errors", "The weights cannot be written to {folder}: {why}."),
    QT_TRANSLATE_NOOP(
        "errors", "The weights in {path} do not fit the {recipe} network they are said to be of."
    ),
    QT_TRANSLATE_NOOP("errors", "The weights of {name} ({megabytes}) are not on this computer."),
    QT_TRANSLATE_NOOP(
        "errors", "The weights of {name} are damaged: {path} has the wrong checksum."
    ),
    QT_TRANSLATE_NOOP("errors", "The weights of {name} were not downloaded."),
    QT_TRANSLATE_NOOP("errors", "The weights {path} are damaged: {why}."),
    QT_TRANSLATE_NOOP(
        "errors", "The weights {path} belong to another architecture: {found}, not {name}."
    ),
    QT_TRANSLATE_NOOP("errors", "The weights {path} belong to another network than {name}."),
    QT_TRANSLATE_NOOP("errors", "The weights {path} cannot be read: {why}."),
    QT_TRANSLATE_NOOP("errors", "The weights {path} do not fit the network."),
    QT_TRANSLATE_NOOP("errors", "There are none yet."),
    QT_TRANSLATE_NOOP("errors", "There are too few photos for themes."),
    QT_TRANSLATE_NOOP("errors", "There are: {names}."),
    QT_TRANSLATE_NOOP("errors", "There is a file {target} already."),
    QT_TRANSLATE_NOOP("errors", "There is another model named {chosen}."),
    QT_TRANSLATE_NOOP("errors", "There is another network named {wish}."),
    QT_TRANSLATE_NOOP("errors", "There is no folder or zip file {source}."),
    QT_TRANSLATE_NOOP("errors", "There is no folder {source}."),
    QT_TRANSLATE_NOOP("errors", "There is no model named {name!r}."),
    QT_TRANSLATE_NOOP("errors", "There is no network named {backend_id!r}."),
    QT_TRANSLATE_NOOP("errors", "There is no recipe {recipe!r}."),
    QT_TRANSLATE_NOOP("errors", "There is not enough space for the weights in {folder}."),
    QT_TRANSLATE_NOOP("errors", "There is nothing to download for {name}."),
    QT_TRANSLATE_NOOP("errors", "This library is no longer in the list."),
    QT_TRANSLATE_NOOP("errors", "This machine has no device {wish!r}."),
    QT_TRANSLATE_NOOP("errors", "Try again in a moment."),
    QT_TRANSLATE_NOOP("errors", "Try again later, or give a file with --weights."),
    QT_TRANSLATE_NOOP(
        "errors", "Try again; if it happens twice, the server has another file than it should."
    ),
    QT_TRANSLATE_NOOP("errors", "Unlock the folder first."),
    QT_TRANSLATE_NOOP("errors", "Update this program."),
    QT_TRANSLATE_NOOP("errors", "Update this program; nothing was touched."),
    QT_TRANSLATE_NOOP("errors", "Use small letters, digits, - and _, at most 48 of them."),
    QT_TRANSLATE_NOOP("errors", "Weights of torchvision's networks are given with --weights."),
    QT_TRANSLATE_NOOP("errors", "it cannot be unpacked: {why}."),
    QT_TRANSLATE_NOOP("errors", "{about} is damaged."),
    QT_TRANSLATE_NOOP("errors", "{chosen} is the name of another network."),
    QT_TRANSLATE_NOOP("errors", "{count} themes cannot be made of {different} different photos."),
    QT_TRANSLATE_NOOP("errors", "{device} gave up at step {step}: {why}"),
    QT_TRANSLATE_NOOP("errors", "{device} has not enough memory for a step: {why}"),
    QT_TRANSLATE_NOOP("errors", "{folder} holds a training with other {what}: {found}."),
    QT_TRANSLATE_NOOP("errors", "{hint}, with a smaller --batch or with --device cpu."),
    QT_TRANSLATE_NOOP("errors", "{hint}; with --device cpu if it happens again."),
    QT_TRANSLATE_NOOP("errors", "{name!r} can be no name of a model."),
    QT_TRANSLATE_NOOP("errors", "{name} cannot be read as a review: {why}."),
    QT_TRANSLATE_NOOP("errors", "{name} is damaged, too."),
    QT_TRANSLATE_NOOP("errors", "{name} is no exported review."),
    QT_TRANSLATE_NOOP("errors", "{name} is the name of another network."),
    QT_TRANSLATE_NOOP("errors", "{name} lies in a locked folder and stays."),
    QT_TRANSLATE_NOOP("errors", "{name} needs a file of weights."),
    QT_TRANSLATE_NOOP("errors", "{name} was written by a newer ImgSim."),
    QT_TRANSLATE_NOOP("errors", "{n} pictures are too few to learn from; {fewest} are needed."),
    QT_TRANSLATE_NOOP("errors", "{parent} is locked."),
    QT_TRANSLATE_NOOP("errors", "{path} cannot be opened: {why}."),
    QT_TRANSLATE_NOOP("errors", "{path} cannot be read as a picture: {reason} ({why})."),
    QT_TRANSLATE_NOOP("errors", "{path} cannot be read: {why}."),
    QT_TRANSLATE_NOOP("errors", "{path} cannot be renamed: {why}."),
    QT_TRANSLATE_NOOP("errors", "{path} cannot be used: {why}."),
    QT_TRANSLATE_NOOP("errors", "{path} holds no weights."),
    QT_TRANSLATE_NOOP("errors", "{path} holds weights, but no model that this program trained."),
    QT_TRANSLATE_NOOP("errors", "{path} is busy in another program."),
    QT_TRANSLATE_NOOP("errors", "{path} is no model of this program."),
    QT_TRANSLATE_NOOP("errors", "{path} was written by a newer version of ImgSim Desktop."),
    QT_TRANSLATE_NOOP("errors", "{path} was written by a newer version of this program."),
    QT_TRANSLATE_NOOP("errors", "{recipe} is trained in one process."),
    QT_TRANSLATE_NOOP("errors", "{target} cannot be written: {why}."),
    QT_TRANSLATE_NOOP("errors", "{target} is there already."),
)
"""Of sentences and hints of a KnownError."""
