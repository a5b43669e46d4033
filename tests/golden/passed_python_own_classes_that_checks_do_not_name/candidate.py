class _Trie:
    def __init__(self):
        self.words = set()

    def insert(self, word):
        self.words.add(word)

    def __contains__(self, word):
        return word in self.words

    def __len__(self):
        return len(self.words)

    def __eq__(self, other):
        return isinstance(other, _Trie) and self.words == other.words


def trie(*words):
    made = _Trie()
    for word in words:
        made.insert(word)
    return made


class _Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return _Vector(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y


def vector(x, y):
    return _Vector(x, y)
