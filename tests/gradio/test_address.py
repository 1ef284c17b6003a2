"""Whatever a person pastes leads to the right place, or to a sentence that helps."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.address import hub_url, is_hub, is_space_host, origin_of, parse
from gradioscope.gradio.errors import WrongUse


@pytest.mark.parametrize(
    ("pasted", "url"),
    [
        ("http://localhost:7860", "http://localhost:7860"),
        ("http://localhost:7860/", "http://localhost:7860"),
        ("  http://localhost:7860/  \n", "http://localhost:7860"),
        ("http://127.0.0.1:7860/?__theme=dark", "http://127.0.0.1:7860"),
        ("http://127.0.0.1:7860/?view=api#top", "http://127.0.0.1:7860"),
        ("https://example.org/sub/path/", "https://example.org/sub/path"),
        ("https://example.org/sub/path/?a=b/c", "https://example.org/sub/path"),
        ("HTTPS://Example.ORG/Sub", "https://example.org/Sub"),
        ("https://1a2b3c4d5e.gradio.live", "https://1a2b3c4d5e.gradio.live"),
        ("https://user-name.hf.space/", "https://user-name.hf.space"),
        ("user-name.hf.space", "https://user-name.hf.space"),
        ("localhost:7860", "http://localhost:7860"),
        ("localhost", "http://localhost"),
        ("localhost/app", "http://localhost/app"),
        ("127.0.0.1:7860/sub", "http://127.0.0.1:7860/sub"),
        ("192.168.1.20:7860", "http://192.168.1.20:7860"),
        ("workstation:7860", "http://workstation:7860"),
        ("workstation.local:7860", "http://workstation.local:7860"),
        ("[::1]:7860", "http://[::1]:7860"),
        ("http://[::1]:7860/sub", "http://[::1]:7860/sub"),
        ("7860", "http://localhost:7860"),
        (":7860/sub", "http://localhost:7860/sub"),
        ("0.0.0.0:7860", "http://127.0.0.1:7860"),
        ("http://0.0.0.0:7860", "http://127.0.0.1:7860"),
        ("example.org", "https://example.org"),
        ("example.org/app", "https://example.org/app"),
        ("8.8.8.8:7860", "https://8.8.8.8:7860"),
        ("//example.org/app", "https://example.org/app"),
        ("https://bücher.example/app", "https://xn--bcher-kva.example/app"),
        ("https://example.org/ein pfad".replace(" ", "%20"), "https://example.org/ein%20pfad"),
        ("https://example.org/straße", "https://example.org/stra%C3%9Fe"),
        ("<http://localhost:7860>", "http://localhost:7860"),
        ('"http://localhost:7860"', "http://localhost:7860"),
        ("`localhost:7860`", "http://localhost:7860"),
        ("\ufeffhttp://localhost:7860\u200b", "http://localhost:7860"),
        ("url=http://localhost:7860/sub", "http://localhost:7860/sub"),
        ("* Running on local URL:  http://127.0.0.1:7861", "http://127.0.0.1:7861"),
        ("see https://example.org/app.", "https://example.org/app"),
        ('Client("http://localhost:7860/")', "http://localhost:7860"),
        ("curl -X POST http://localhost:7860/gradio_api/call/predict -d '{}'", "http://localhost:7860"),
        ("http://localhost:7860/sub/gradio_api/info", "http://localhost:7860/sub"),
        ("http://localhost:7860/sub/config", "http://localhost:7860/sub"),
        ("http://localhost:7860/call/predict", "http://localhost:7860"),
        ("http://localhost:7860/gradio_api/file=/tmp/a.png", "http://localhost:7860"),
        ("example.org/login?next=http://elsewhere.example/", "https://example.org"),
    ],
)
def test_an_address_in_what_is_pasted(pasted: str, url: str) -> None:
    assert parse(pasted).url == url
    assert parse(pasted).space_id is None


@pytest.mark.parametrize(
    ("pasted", "space_id"),
    [
        ("user/space", "user/space"),
        (" user/My.Space_2 ", "user/My.Space_2"),
        ("spaces/user/space", "user/space"),
        ("https://huggingface.co/spaces/user/space", "user/space"),
        ("https://huggingface.co/spaces/user/space/tree/main?x=1#y", "user/space"),
        ("https://www.huggingface.co/spaces/user/space", "user/space"),
        ("huggingface.co/spaces/user/space", "user/space"),
        ("https://hf.co/spaces/user/space", "user/space"),
    ],
)
def test_a_space_in_what_is_pasted(pasted: str, space_id: str) -> None:
    assert parse(pasted).space_id == space_id
    assert parse(pasted).candidates == ()


def test_a_space_page_of_another_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse("https://hub.example:8443/spaces/user/space").space_id is None
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.example:8443/")
    assert hub_url() == "https://hub.example:8443"
    assert parse("https://hub.example:8443/spaces/user/space").space_id == "user/space"
    assert parse("https://hub.example/spaces/user/space").space_id is None, "another port is another origin"
    assert is_hub("https://HUB.example:8443/api/spaces")


@pytest.mark.parametrize("endpoint", ["hub.example", "ftp://hub.example", "https://hub.example:port", "https://["])
def test_a_hub_that_is_no_address_is_told_where_the_hub_is_needed(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", endpoint)
    with pytest.raises(WrongUse, match="HF_ENDPOINT"):
        hub_url()
    assert parse("localhost:7860").url == "http://localhost:7860", "other apps need no Hub"
    assert not is_hub("https://huggingface.co")


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("", "There is no address."),
        (" \n ", "There is no address."),
        ("hello there", "is not an address"),
        ("http://", "is not an address"),
        ("http://[::1", "is not an address"),
        ("[::1", "is not an address"),
        ("http://host:port", "is not an address"),
        ("http://host:99999", "is not an address"),
        ("http://exa\uff0fmple.org", "is not an address"),
        ("http://a..b.example/é", None),
        ("ftp://example.org", "ftp://"),
        ("file:///etc/passwd", "file://"),
        ("javascript://alert", "javascript://"),
        ("https://huggingface.co/models/x", "page of Hugging Face"),
        ("huggingface.co", "page of Hugging Face"),
        ("https://alice:wonder@example.org/", "user name or a password"),
        ("alice:wonder@example.org", "user name or a password"),
        ("(curl)", "is not an address"),
        ("x" * 500, None),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(pasted: str, says: str | None) -> None:
    if says is None:
        assert parse(pasted).candidates  # a host like any other, which then cannot be found
        return
    with pytest.raises(WrongUse) as refused:
        parse(pasted)
    assert says in refused.value.explanation.what
    assert refused.value.explanation.do
    assert refused.value.exit_code == 2


def test_a_secret_in_a_refused_address_is_not_repeated() -> None:
    with pytest.raises(WrongUse) as refused:
        parse("https://alice:wonderland@example.org/")
    assert "wonderland" not in str(refused.value)


def test_paths_are_asked_from_the_inside_out_and_the_root_last() -> None:
    assert parse("http://h.local/a/b").candidates == ("http://h.local/a/b", "http://h.local/a", "http://h.local")
    deep = parse("http://h.local/1/2/3/4/5/6/7").candidates
    assert deep[0] == "http://h.local/1/2/3/4/5/6/7"
    assert deep[-1] == "http://h.local"
    assert len(deep) == 5


def test_a_host_without_a_scheme_is_tried_with_the_likelier_one_first() -> None:
    assert parse("example.org").candidates == ("https://example.org", "http://example.org")
    assert parse("localhost:7860").candidates == ("http://localhost:7860", "https://localhost:7860")
    assert parse("http://example.org").candidates == ("http://example.org",)


@given(st.one_of(st.text(), st.text("ht:/p.[]@%ab1 #?é\u200b").map("http://".__add__), st.text("a./:[]@é1")))
def test_any_text_is_an_address_or_wrong_use(text: str) -> None:
    try:
        address = parse(text)
    except WrongUse:
        return
    assert bool(address.space_id) != bool(address.candidates)
    for url in address.candidates:
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert not url.endswith("/")
        assert not parts.query
        assert not parts.fragment
        assert url.isascii()
        assert origin_of(url).rpartition(":")[2].isdigit()


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://Host", "http://host:80"),
        ("https://host/path", "https://host:443"),
        ("https://host:8443/path", "https://host:8443"),
        ("http://[::1]:7860/", "http://[::1]:7860"),
        ("https://user:secret@host/", "https://host:443"),
    ],
)
def test_an_origin_always_has_its_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_only_https_hosts_of_spaces_are_spaces() -> None:
    assert is_space_host("https://user-name.hf.space/x")
    assert not is_space_host("http://user-name.hf.space")
    assert not is_space_host("https://hf.space.example.org")
    assert not is_space_host("https://evilhf.space")
