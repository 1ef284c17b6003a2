from gradioscope.gradio.model import App, Endpoint, Parameter
from gradioscope.library.known_apps import KnownApps
from gradioscope.library.places import Places

APP = App(
    "http://h:7860",
    "/gradio_api",
    "Title",
    "6.31.0",
    (Endpoint("/a", "", (Parameter("x", "X", "textbox", "text", 0, default="\ud800"),), ()),),
    username="alice",
)


def test_an_app_is_found_by_what_was_written_and_by_its_own_address(tmp_path):
    known = KnownApps(Places(tmp_path))
    known.remember("h:7860", APP)
    for address in ("h:7860", "http://h:7860", "http://h:7860/", "HTTP://H:7860"):
        found = known.find(address)
        assert found is not None
        assert found.title == "Title"
        assert found.endpoints[0].parameters[0].label == "X"
    assert known.find("other") is None


def test_who_was_logged_in_is_not_kept(tmp_path):
    known = KnownApps(Places(tmp_path))
    known.remember("h", APP)
    found = known.find("h")
    assert found is not None
    assert found.username is None


def test_a_damaged_file_is_an_unknown_app(tmp_path):
    known = KnownApps(Places(tmp_path))
    known.remember("h", APP)
    for path in (tmp_path / "cache" / "apps").iterdir():
        path.write_bytes(b"x\x9c nothing")
    assert known.find("h") is None


def test_an_address_is_known_without_what_is_secret_in_it(tmp_path):
    known = KnownApps(Places(tmp_path))
    known.remember("http://u:password@h/sub?token=1", APP)
    assert known.find("http://h/sub") is not None
    known.remember("http://hf_abcdefghijkl", APP)
    assert known.find("http://hf_abcdefghijkl") is None


def test_those_used_longest_ago_go(tmp_path, monkeypatch):
    import os

    import gradioscope.library.known_apps as module

    monkeypatch.setattr(module, "KEPT", 1)
    known = KnownApps(Places(tmp_path))
    known.remember("one", APP)
    for path in (tmp_path / "cache" / "apps").iterdir():
        os.utime(path, (1, 1))
    known.remember("two", APP)
    assert known.find("two") is not None
    assert known.find("one") is None
