"""Every refusal of a file system is three sentences: what, why, what to do."""

from __future__ import annotations

import errno
import os

import pytest

from gradioscope.library.disk_trouble import explained


@pytest.mark.parametrize(
    ("code", "part"),
    [
        (errno.ENOSPC, "no room left"),
        (errno.EDQUOT, "no room left"),
        (errno.EFBIG, "no room left"),
        (errno.EROFS, "can only be read"),
        (errno.EACCES, "not allowed"),
        (errno.EPERM, "not allowed"),
        (errno.EEXIST, "something of that name"),
        (errno.ENOTEMPTY, "something of that name"),
        (errno.ENOENT, "not there any more"),
        (errno.ESTALE, "not there any more"),
        (errno.EIO, "Input/output error"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EBUSY, "Another program"),
        (errno.ELOOP, "symbolic links"),
    ],
)
def test_an_error_is_explained(tmp_path, code, part):
    error = OSError(code, os.strerror(code), str(tmp_path / "a"))
    told = explained("a was not saved.", error, tmp_path / "a", "It is still open here.").explanation
    assert told.what == "a was not saved."
    assert part in told.why
    assert told.do.endswith("It is still open here.")
    assert all(sentence.endswith(".") for sentence in (told.what, told.why, told.do))
    assert os.strerror(code) in told.details


def test_a_folder_that_is_gone_is_told_from_a_file_that_is(tmp_path):
    error = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    assert "its drive was taken out" in explained("x", error, tmp_path / "gone" / "a").explanation.why


def test_an_error_without_a_number_is_told_as_it_is(tmp_path):
    assert explained("x", OSError("a pipe"), tmp_path / "a").explanation.why == f"a pipe: {tmp_path / 'a'}."
