"""Bytes of an event stream become the same messages however they were cut."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.sse import Decoder, Message


def decoded(*chunks: bytes) -> list[Message]:
    decoder = Decoder()
    return [message for chunk in chunks for message in decoder.feed(chunk)]


def test_a_message_of_the_result_stream_has_an_event() -> None:
    assert decoded(b'event: complete\ndata: ["a"]\n\n') == [Message("complete", '["a"]')]


def test_a_message_of_the_queue_stream_has_none() -> None:
    assert decoded(b'data: {"msg": "heartbeat"}\n\n') == [Message("", '{"msg": "heartbeat"}')]


def test_several_messages_in_one_chunk_keep_their_order() -> None:
    assert [m.data for m in decoded(b"data: 1\n\ndata: 2\n\ndata: 3\n\n")] == ["1", "2", "3"]


def test_an_event_name_counts_for_its_own_message_only() -> None:
    assert decoded(b"event: a\ndata: 1\n\ndata: 2\n\n") == [Message("a", "1"), Message("", "2")]
    assert decoded(b"event: a\n\ndata: 2\n\n") == [Message("", "2")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_all_three_line_ends(end: bytes) -> None:
    text = end.join([b"event: e", b"data: 1", b"data: 2", b"", b"data: 3", b"", b""])
    assert decoded(text) == [Message("e", "1\n2"), Message("", "3")]
    assert decoded(*[text[i : i + 1] for i in range(len(text))]) == decoded(text)


def test_comments_unknown_fields_and_missing_blanks() -> None:
    assert decoded(b": keep-alive\nid: 7\nretry: 10\ndata:no blank\ndata:  two\n\n") == [Message("", "no blank\n two")]
    assert decoded(b"data\n\n") == [Message("", "")]


def test_a_message_that_was_not_ended_is_none() -> None:
    assert decoded(b"data: half") == []
    assert decoded(b"data: half\n") == []


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e"])
def test_only_cr_and_lf_end_a_line(separator: str) -> None:
    text = f"data: a{separator}b\n\n".encode()
    assert decoded(text) == [Message("", f"a{separator}b")]
    assert decoded(*[text[i : i + 1] for i in range(len(text))]) == [Message("", f"a{separator}b")]


def test_utf_8_cut_between_chunks() -> None:
    text = "data: é漢😀\n\n".encode()
    for cut in range(len(text)):
        assert decoded(text[:cut], text[cut:]) == [Message("", "é漢😀")]


def test_bytes_that_are_no_utf_8_do_not_end_the_stream() -> None:
    assert decoded(b"data: \xff\n\ndata: 2\n\n") == [Message("", "\ufffd"), Message("", "2")]


lines = st.sampled_from(
    [b"data: 1", b"data: \xc3\xa9\xe2\x80\xa8", b"event: e", b"", b"data", b": c", b"data:\xf0\x9f\x98\x80"]
)
streams = st.lists(st.tuples(lines, st.sampled_from([b"\n", b"\r\n", b"\r"]))).map(
    lambda pairs: b"".join(line + end for line, end in pairs)
)


@given(streams, st.lists(st.integers(0, 200)))
def test_any_cut_gives_the_same_messages(stream: bytes, cuts: list[int]) -> None:
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    assert decoded(*[stream[a:b] for a, b in pairwise(places)]) == decoded(stream)


def test_a_line_of_many_megabytes_costs_no_more_than_its_length() -> None:
    def seconds(size: int) -> float:
        stream = b"data: " + b"x" * size + b"\n\n"
        chunks = [stream[i : i + 16_384] for i in range(0, len(stream), 16_384)]
        began = time.thread_time()
        (message,) = decoded(*chunks)
        assert len(message.data) == size
        return time.thread_time() - began

    small = min(seconds(1_000_000) for _ in range(3))
    # twenty times the size; were it searched anew with each chunk it would be four hundred times the work
    assert min(seconds(20_000_000) for _ in range(2)) < 200 * small
