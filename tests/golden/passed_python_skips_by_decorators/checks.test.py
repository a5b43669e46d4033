import sys
import unittest

from candidate import add

only_elsewhere = unittest.skipIf(sys.platform == "emscripten", "not in a browser")


class Base(unittest.IsolatedAsyncioTestCase):
    @unittest.skip("later")
    async def test_later(self):
        raise AssertionError

    @only_elsewhere
    async def test_elsewhere(self):
        raise AssertionError


class TestAdd(Base):
    async def test_adds(self):
        self.assertEqual(await add(2, 3), 5)


@unittest.skipUnless(False, "never")
class TestNothing(unittest.TestCase):
    def test_fails(self):
        raise AssertionError
