import unittest

from candidate import add


class TestAdd(unittest.IsolatedAsyncioTestCase):
    async def test_adds(self):
        self.assertEqual(await add(2, 3), 5)
