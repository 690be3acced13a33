"""Marks and repairs laid over a text: every character once, each mark and each repair where it belongs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Repair
from web.passages import Paragraph, count_kinds, make_passages, number_marks

TEXT = "甲乙丙丁\n\n戊己庚"


def repair(start: int, end: int, before: str, after: str) -> Repair:
    return Repair("text", start, end, before, after, "gloss")


def written(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    """Write paragraphs with ⟨marks⟩ and {repairs}."""
    lines = []
    for paragraph in paragraphs:
        line = ""
        for stretch in paragraph:
            inside = "".join(f"{{{piece.text}}}" if piece.repair else piece.text for piece in stretch.pieces)
            line += inside if stretch.mark is None else f"⟨{stretch.mark}{'' if stretch.opens else '…'}:{inside}⟩"
        lines.append(line)
    return lines


def test_plain_text_is_its_paragraphs() -> None:
    assert written(make_passages(TEXT, ())) == ["甲乙丙丁", "", "戊己庚"]


def test_marks_cover_exactly_their_characters_and_are_numbered() -> None:
    assert written(make_passages(TEXT, [(1, 3), (6, 7), (8, 9)])) == ["甲⟨1:乙丙⟩丁", "", "⟨2:戊⟩己⟨3:庚⟩"]


def test_repairs_lie_inside_and_across_marks() -> None:
    fixes = [repair(0, 1, "甲(a)", "甲"), repair(2, 4, "XY", "丙丁")]
    assert written(make_passages(TEXT, [(0, 3)], fixes)) == ["⟨1:{甲}乙{丙}⟩{丁}", "", "戊己庚"]


def test_as_saved_shows_each_original_once() -> None:
    fixes = [repair(0, 1, "甲(a)", "甲"), repair(2, 4, "XY", "丙丁")]
    assert written(make_passages(TEXT, [(0, 3)], fixes, as_saved=True)) == ["⟨1:{甲(a)}乙{XY}⟩", "", "戊己庚"]


def test_as_saved_a_mark_covers_all_of_the_places_that_it_touches() -> None:
    fixes = [repair(1, 3, "XYZ", "乙丙"), repair(6, 9, "W", "戊己庚")]
    saved = make_passages(TEXT, [(0, 2), (2, 4), (7, 8)], fixes, as_saved=True)
    assert written(saved) == ["⟨1:甲{XYZ}丁⟩", "", "⟨2:{W}⟩"]
    assert written(make_passages(TEXT, [(0, 1), (3, 4)], fixes, as_saved=True))[0] == "⟨1:甲⟩{XYZ}⟨2:丁⟩"


def test_marks_of_several_fields_are_counted_through() -> None:
    text, caption = make_passages("甲乙\n丙", [(0, 3), (3, 4)]), make_passages("丁戊", [(0, 1)])
    numbered, count = number_marks([text[0], *caption, text[1]])
    assert written(tuple(numbered)) == ["⟨1:甲乙⟩", "⟨2:丁⟩戊", "⟨3:丙⟩"]
    assert count == 3


def test_what_was_taken_out_leaves_its_place() -> None:
    fixes = [repair(2, 2, "&nbsp;", ""), repair(9, 9, "!", "")]
    assert written(make_passages(TEXT, (), fixes)) == ["甲乙{}丙丁", "", "戊己庚{}"]
    assert written(make_passages(TEXT, (), fixes, as_saved=True)) == ["甲乙{&nbsp;}丙丁", "", "戊己庚{!}"]


def test_a_mark_across_a_paragraphs_end_opens_once() -> None:
    assert written(make_passages(TEXT, [(3, 7)])) == ["甲乙丙⟨1:丁⟩", "", "⟨1…:戊⟩己庚"]


def test_repairs_outside_the_text_or_over_each_other_are_left_out() -> None:
    fixes = [repair(0, 2, "x", "甲乙"), repair(1, 3, "y", "乙丙"), repair(8, 99, "z", "庚"), repair(-1, 1, "w", "甲")]
    assert written(make_passages(TEXT, (), fixes)) == ["{甲乙}丙丁", "", "戊己庚"]


def test_equal_repairs_are_counted_together() -> None:
    fixes = [repair(0, 1, "a", "b"), repair(1, 2, "c", "d"), repair(2, 3, "c", "d")]
    assert [(kind.before, kind.after, kind.times) for kind in count_kinds(fixes)] == [("c", "d", 2), ("a", "b", 1)]


@st.composite
def laid_over(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], list[Repair]]:
    text = draw(st.text("甲乙丙\n", max_size=24))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    marks = list(zip(edges[::2], edges[1::2], strict=False))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = zip(cuts[::2], cuts[1::2], strict=False)
    return text, marks, [repair(start, end, "旧", text[start:end]) for start, end in spans]


@given(laid_over())
def test_every_character_is_there_once_and_under_its_mark(
    given: tuple[str, list[tuple[int, int]], list[Repair]],
) -> None:
    text, marks, repairs = given
    paragraphs = make_passages(text, marks, repairs)
    plain = "\n".join("".join(p.text for stretch in paragraph for p in stretch.pieces) for paragraph in paragraphs)
    assert plain == text
    for number, (start, end) in enumerate(marks, 1):
        stretches = [one for paragraph in paragraphs for one in paragraph if one.mark == number]
        assert "".join(piece.text for one in stretches for piece in one.pieces) == text[start:end].replace("\n", "")
        assert [one.opens for one in stretches] == [True, *[False] * (len(stretches) - 1)][: len(stretches)]
