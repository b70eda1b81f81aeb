"""A source knows its lines, and where each part of it was typed."""

from knigge.engine.source import Place, Source, Span


def test_ranges_overlap_only_where_they_share_a_code_point() -> None:
    span = Span(2, 5)

    assert span.overlaps(Span(4, 9))
    assert span.overlaps(Span(3, 4))
    assert not span.overlaps(Span(5, 9))
    assert not span.overlaps(Span(0, 2))


def test_places_count_from_one() -> None:
    source = Source("x", "ab\ncd")

    assert source.place(0) == Place(1, 1)
    assert source.place(2) == Place(1, 3)
    assert source.place(3) == Place(2, 1)
    assert source.place(5) == Place(2, 3)


def test_columns_are_code_points() -> None:
    assert Source("x", "„😀“ y").place(4) == Place(1, 5)


def test_a_line_comes_without_its_end() -> None:
    source = Source("x", "eins\r\nzwei\n")

    assert [source.line(number) for number in range(5)] == ["", "eins", "zwei", "", ""]


def test_a_source_of_its_own_is_its_own_outermost() -> None:
    source = Source("x", "abc")

    assert source.outermost(2) == (source, 2)


def test_an_offset_inside_is_found_where_it_was_typed() -> None:
    outer = Source("p.yaml", "own_rules: |\n  rule a\n  end\n")
    inner = Source("p.yaml (own_rules)", "rule a\nend\n", outer, ((0, 15), (7, 24)))

    assert inner.outermost(0) == (outer, 15)
    assert inner.outermost(5) == (outer, 20)
    assert inner.outermost(8) == (outer, 25)


def test_an_offset_behind_the_text_stays_inside_the_outer_one() -> None:
    outer = Source("p.yaml", "abc")
    inner = Source("in", "abc", outer, ((0, 1),))

    assert inner.outermost(99) == (outer, 3)
    assert inner.outermost(-5) == (outer, 1)


def test_sources_nest_to_any_depth() -> None:
    outer = Source("outer", "..abc")
    middle = Source("middle", ".abc", outer, ((0, 1),))
    inner = Source("inner", "abc", middle, ((0, 1),))

    assert inner.outermost(1) == (outer, 3)
