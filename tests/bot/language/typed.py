"""What people and programs may send us as text, the worst of it included."""

from hypothesis import strategies as st

ANYTHING = st.text(alphabet=st.characters(exclude_categories=()))
"""Every code point there is, half surrogates included."""

_FRAGMENTS = [
    "<@U0ANA|ana>",
    "<@U0BEN>",
    "<@U0JOE|joe & sons>",
    "<@U0YAM|山田\u3000太郎>",
    "<@W0\t|>",
    "<@a-b|c>",
    "<@|>",
    "<#C0GENERAL|general>",
    "<#C0SECRET>",
    "<!channel>",
    "<!here|here>",
    "<!subteam^S0OPS|@ops>",
    "<!date^1392734382^{date}|Feb 18>",
    "<https://example.com/a?b=1&amp;c=2|example.com>",
    "<mailto:ana@example.com|ana@example.com>",
    "&lt;!channel&gt;",
    "&amp;lt;",
    "&amp;",
    "<",
    ">",
    "&",
    "|",
    "\ue000",
    "\ue001",
    "\ue002",
    "\ue000U0ANA|ana\ue001",
    "\x00",
    "\ud83d",
    "\u200b",
    "\u202e",
    "\r\n",
    "\n",
    "\t",
    " ",
    "\u00a0",
    '"',
    "“",
    "”",
    "`",
    " -- ",
    "sev1",
    "sev9",
    "p1",
    "service:pay",
    'service:"',
    "cat:api",
    "cat:",
    "42",
    "#42",
    "inc-7",
    "٤٢",
    "new",
    "resolve",
    "comment",
    "help",
    "list",
    "x" * 300,
]
TYPED = st.lists(st.sampled_from(_FRAGMENTS) | ANYTHING, max_size=12).map("".join)
"""Slack's markup, whole and broken, among words of our language and anything else."""


def escaped(text: str) -> str:
    """Return plain text as Slack sends it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
