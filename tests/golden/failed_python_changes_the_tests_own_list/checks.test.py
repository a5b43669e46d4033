from candidate import add


async def test_adds():
    expected = 5
    assert await add(2, 3) == expected
