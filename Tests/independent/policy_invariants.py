# SPDX-License-Identifier: Apache-2.0
"""What must hold over every answer, whatever the table says (I1 to I14; I9 is about programs and lies in Swift).

An answer is worth 0 (no), 1 (a mask: a part is shown) or 2 (permit).
"""
import numpy as np

from policy_dimensions import CODES, DIMENSIONS

AXIS = {name: axis for axis, name in enumerate(DIMENSIONS)}
COUNTS = CODES["permit"] + CODES["aggregateOnly"]


def part(array, **chosen):
    """The answers where each named dimension is one of the words given; the axes stay, so parts can be compared."""
    for name, words in chosen.items():
        if words.startswith("!"):
            wanted = [w for w in DIMENSIONS[name] if w not in words[1:].split()]
        else:
            wanted = words.split()
        places = [DIMENSIONS[name].index(w) for w in wanted]
        where = [slice(None)] * array.ndim
        steps = {b - a for a, b in zip(places, places[1:])}
        one_run = len(places) == 1 or len(steps) == 1
        where[AXIS[name]] = slice(places[0], places[-1] + 1, max(steps, default=1)) if one_run else places
        array = array[tuple(where)]
    return array


def worth(array):
    return (array >= 32).astype(np.uint8) + (array >= 128)


def adds(more, less):
    """How often having less is answered better than having more."""
    return int((worth(less) > worth(more)).sum())


def given(array):
    """How many answers show or let do something, counts of people set aside."""
    return int(((array >= 32) & (array != COUNTS)).sum())


def hidden_varies(p):
    """I7: what is hidden does not depend on action, purpose, step-up or device. Set aside, because they do not tell of
    a record: counts of people; and the door of broken glass, which tells a second person each time it is tried."""
    known, counted = p > 0, p == COUNTS
    usual = part(known, action="list", purpose="care", stepUp="no", device="no")
    unlike = (known != usual) & ~counted
    door = part(unlike, relation="owner", purpose="safety", action="breakGlass", stepUp="yes", **{"class": "F0"})
    outside = part(known & ~counted, relation="expiredReferral none")
    early = part(known & ~counted, relation="!owner", state="draft unverified archived mergedAway")
    unagreed = part(known & ~counted, relation="!owner", consent="!covers")
    return int(unlike.sum() - door.sum() + outside.sum() + early.sum() + unagreed.sum())


def of_role(p, role):
    """{invariant: how often it is broken} over the answers to one role, `p` with a role axis of length one."""
    outside_protection = role not in ("caseworker", "clinician", "shelterManager", "supervisor")
    second = part(p, **{"class": "F5 F6"})
    exact = given(part(second, relation="activeReferral", consent="covers", assigned="yes", action="read print",
                       stepUp="yes", device="yes", state="open lockedReview closed legalHold")) \
        if role in ("investigator", "prosecutor") else 0
    content = part(p, **{"class": "!F0"})
    read_f0 = part(p, action="read", **{"class": "F0"}) >= 32
    withdrawn = part(p, consent="expired withdrawn disqualifiedGuardian") != part(p, consent="none")
    counts = part(p, purpose="statistics")
    found = {
        "I1 location and clinical notes stay inside protection": given(second) - exact if outside_protection else 0,
        "I2 erased is hidden": np.count_nonzero(part(p, state="erased")),
        # The custodian at the console takes out the whole register; of a locked record the version before the lock.
        "I3 locked: not edited, deleted, shared, merged, taken out": given(part(
            p, state="lockedReview", action="edit delete share merge" + " export" * (role != "custodian"))),
        "I4 less consent never adds": adds(part(p, consent="covers"), part(p, consent="!covers")),
        "I4 less assignment never adds": adds(part(p, assigned="yes"), part(p, assigned="no")),
        "I4 less step-up never adds": adds(part(p, stepUp="yes"), part(p, stepUp="no")),
        "I4 less device never adds": adds(part(p, device="yes"), part(p, device="no")),
        "I5 withdrawn, expired, disqualified are none": int(withdrawn.sum()),
        "I6 who may list may read that it is there": int(((part(p, action="list exists") >= 32) & ~read_f0).sum()),
        "I7 hidden tells nothing": hidden_varies(p),
        "I8 nobody approves their own": given(part(p, action="approve", own="yes")),
        "I10 broken glass takes nothing out": 0 if role == "custodian" else given(part(
            p, brokenGlass="yes", action="export print share")),
        "I11 an auditor reads no content": given(content) if role == "auditor" else 0,
        "I12 who hands in reads no other's": given(part(p, own="no")) if role == "firstResponder" else 0,
        "I13 who runs the system reads no content": given(content) if "system" in role or "userA" in role else 0,
        "I14 statistics give no record": int((counts >= 32).sum() - (part(counts, action="export") == COUNTS).sum()),
        "a donor and a coordinator get counts only": given(p) if role in ("donor", "coordinator") else 0,
        "who is not assigned reads nothing without broken glass": given(part(p, assigned="no", brokenGlass="no",
                                                                            action="!breakGlass"))
        if role in ("caseworker", "clinician", "shelterManager", "investigator", "prosecutor") else 0,
        "a permit for the second tier demands its key": int(
            ((second >= 128) & (second != COUNTS) & (second & CODES["compartmentKey"] == 0)).sum()),
    }
    return {name: int(count) for name, count in found.items() if count}


def violations(p):
    """{invariant: how often it is broken} over the whole product; empty when all hold."""
    total = {}
    for number, role in enumerate(DIMENSIONS["role"]):
        for name, count in of_role(p[number:number + 1], role).items():
            total["%s (%s)" % (name, role)] = count
    return total
