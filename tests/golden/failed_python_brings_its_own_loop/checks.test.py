from candidate import add


async def test_adds():
    assert await add(2, 3) == 5
