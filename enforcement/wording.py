"""Being written."""


def languages() -> frozenset[str]:
    return frozenset({"en"})


class Wording:
    def words(self, template, language, facts):
        return template, ""
