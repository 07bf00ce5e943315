"""What goes wrong in a company that sells things on the web, in the words of those who have to mend it."""

from dataclasses import dataclass

from bot.operating.seeds.more_scenarios import MORE


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of incident; `{where}`, `{who}`, `{n}`, `{share}` and `{at}` are filled in anew each time."""

    service: str
    title: str
    severities: str
    """How bad it usually is, a digit for each time: "1122" is SEV1 as often as SEV2."""
    categories: tuple[str, ...]
    summary: str
    looking: tuple[str, ...]
    """What is said while the cause is looked for."""
    mitigated: str
    fixed: tuple[str, ...]


_SOME = (
    (
        "checkout", "Checkout returns 502 for {share} % of orders", "1112", ("outage", "customer-facing"),
        "Started at {at}. Error rate on POST /orders went from 0.1 % to {share} %. Support has {n} tickets so far.",
        ("All errors come from two pods in {where}, the rest is healthy.",
         "Deploy of 11:02 touched the cart client. Rolling it back to see.",
         "Connection pool to the orders database is exhausted on those pods."),
        "Took the two pods out of the load balancer, error rate is back under 1 %.",
        ("Rolled back the cart client. Error rate has been normal for 30 minutes.",
         "Raised the pool to 60 and fixed the leak that kept connections open after a timeout."),
    ),
    (
        "checkout", "Voucher codes are rejected in {where}", "333", ("customer-facing",),
        "Valid vouchers of the autumn campaign answer “expired”. Only {where}, {n} complaints since this morning.",
        ("Campaign ends at midnight UTC, {where} is compared in local time.", "Can reproduce with code FALL{n}."),
        "Extended the campaign by a day so that nobody is turned away.",
        ("Dates are compared in the shop's own time zone now, with a test for it.",),
    ),
    (
        "payments", "Card payments time out at the provider", "1112", ("outage", "third-party"),
        "p95 of authorisations is over 20 s since {at}; about {share} % fail. Their status page is still green.",
        ("Opened a ticket with the provider, priority one.",
         "Only the {where} endpoint is slow, from everywhere.",
         "They confirm: a network problem on their side."),
        "Switched {where} to the second provider.",
        ("Provider says it is solved. Switched back and watched it for an hour.",
         "Back on the primary provider; their post mortem is due on Friday."),
    ),
    (
        "payments", "Refunds of {who} booked twice", "122", ("data", "customer-facing"),
        "{n} refunds went out twice between {at} and noon. Finance has stopped the batch.",
        ("The job was retried after a timeout although the first run had finished.",
         "List of all affected customers is with finance."),
        "Refund job is off until the fix is out.",
        ("Refunds carry an idempotency key now. The {n} customers have been written to.",),
    ),
    (
        "payments", "Payout report for {who} is off by {n} EUR", "334", ("data",),
        "The report and the ledger differ since the currency change.",
        ("Rounding happens per line in the report and per sum in the ledger.",),
        "Told {who} which of the two is right.",
        ("Report rounds once at the end, like the ledger. Last three reports were sent again.",),
    ),
    (
        "search", "Search is slow in {where}", "233", ("performance",),
        "p95 went from 180 ms to 2.4 s. Autocomplete is hardly usable.",
        ("One shard is on a node with a full disk, merges are throttled.",
         "Heap is at 92 %, garbage collection takes a third of the time.",
         "Slow log is full of wildcard queries from the new filter."),
        "Moved the hot shard to another node, p95 at 400 ms.",
        ("Added two nodes and an alert on disk at 75 %.", "Leading wildcards are refused now; p95 at 170 ms."),
    ),
    (
        "search", "New products do not appear in search", "333", ("data", "customer-facing"),
        "Nothing indexed since {at}. Merchants see their products, customers do not.",
        ("Indexer stands still at offset {n}: one message it cannot read.", "A product name of 60 kB. Really."),
        "Skipped the message by hand, the backlog is being worked off.",
        ("Messages that cannot be read are put aside and alerted on. Backlog is empty.",),
    ),
    (
        "auth", "Users are logged out at random", "122", ("customer-facing",),
        "Complaints from {where} since {at}. Sessions end after minutes instead of days.",
        ("Session cache evicts: memory is full since the new claims were added.",
         "Doubling the memory of the cache helps, but only for a while."),
        "Cache has four times the memory for now.",
        ("Claims are kept out of the session; eviction rate is zero again.",),
    ),
    (
        "auth", "Single sign-on fails for {who}", "223", ("customer-facing", "third-party"),
        "{who} cannot log in at all: “invalid signature”. About {n} people.",
        ("They rotated their certificate last night and did not tell anybody.", "Asked their IT for the new metadata."),
        "Gave them password login for the day.",
        ("New certificate is in, they confirm that it works. We fetch metadata daily from now on.",),
    ),
    (
        "auth", "Password reset mails arrive after {n} minutes", "233", ("third-party",),
        "Links are valid for 15 minutes, so most have expired when they arrive.",
        ("Mail queue has {n}00 messages, the provider throttles us.", "A campaign went out over the same account."),
        "Links are valid for two hours until the queue is empty.",
        ("Campaigns have an account of their own now.",),
    ),
    (
        "notifications", "Push messages are sent twice on Android", "334", ("customer-facing",),
        "Since the release of this morning. iOS is fine.",
        ("The old worker still runs in {where}, both send.",),
        "Stopped the old worker.",
        ("Old worker is gone from the deployment for good.",),
    ),
    (
        "notifications", "Order confirmations to {who} bounce", "334", ("third-party",),
        "Their filter has had us on a list since {at}.",
        ("Our reverse DNS entry is missing for the new addresses in {where}.",),
        "Sending from the old addresses.",
        ("Reverse DNS is set, their admin took us off the list.",),
    ),
    (
        "database", "Replica in {where} is {n} minutes behind", "223", ("database", "performance"),
        "Reports and the back office read old data.",
        ("A migration rewrites a table of 80 GB.", "Lag still grows, about a minute every two minutes."),
        "Reads go to the primary.",
        ("Replica has caught up, reads are back on it.", "Migration is split into batches from now on."),
    ),
    (
        "database", "Primary database at 100 % CPU", "112", ("outage", "database"),
        "Everything is slow since {at}, checkout times out now and then.",
        ("One query makes up 70 %: the new order overview without an index.",
         "Cannot build the index now, it would lock for too long.",
         "Killed the {n} longest queries, that bought us some minutes."),
        "Order overview is switched off, CPU at 35 %.",
        ("Index was built concurrently, overview is on again, CPU at 30 %.",),
    ),
    (
        "database", "Disk of the {where} database will be full in {n} hours", "223", ("database", "capacity"),
        "Alert at 90 %, grows by 2 % an hour.",
        ("A replication slot nobody reads keeps all the WAL.", "It belongs to the analytics test of last week."),
        "Dropped the slot, disk at 61 %.",
        ("Slots have a size limit now, and an owner in their name.",),
    ),
    (
        "mobile-api", "App crashes on start since version 5.{n}", "122", ("customer-facing", "release"),
        "Crash rate {share} % on Android, all in the parser of the home feed.",
        ("A banner without an image is null, the app does not expect that.", "Asked marketing to put an image in."),
        "Banner has an image, crashes have stopped.",
        ("Version with the fix is at 100 % in the store. Feed checks banners before it serves them.",),
    ),
)  # fmt: skip

SCENARIOS = tuple(Scenario(*one) for one in (*_SOME, *MORE))
