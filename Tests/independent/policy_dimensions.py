# SPDX-License-Identifier: Apache-2.0
"""What docs/access.md lists: the dimensions in their order, and the answer as one byte."""

DIMENSIONS = {
    "role": "caseworker clinician shelterManager supervisor dataProtectionOfficer userAdministrator systemOperator "
            "firstResponder investigator prosecutor coordinator donor auditor survivor custodian",
    "relation": "owner activeReferral expiredReferral coManaged none",
    "assigned": "no yes", "own": "no yes",
    "purpose": "care safety legalAid investigation prosecution statistics system",
    "consent": "none covers coversNotThis expired withdrawn disqualifiedGuardian",
    "state": "draft unverified open lockedReview closed archived legalHold mergedAway erased",
    "class": "F0 F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11",
    "action": "list exists read create edit appendNote delete export print share merge approve breakGlass admin",
    "stepUp": "no yes", "brokenGlass": "no yes", "device": "no yes",
}
DIMENSIONS = {name: words.split() for name, words in DIMENSIONS.items()}
SHAPE = tuple(map(len, DIMENSIONS.values()))
CODES = {
    "denyHidden": 0, "wholeRecord": 1, "purpose": 2, "role": 3, "locked": 4, "state": 5, "consent": 6, "ownRequest": 7,
    "breakGlass": 8, "device": 9, "stepUp": 10, "minimum": 32, "firstName": 33, "contact": 34, "permit": 128,
    "secondPerson": 1, "secondPersonAboveFifty": 2, "compartmentKey": 4, "tellSecond": 8, "review": 16,
    "pendingMark": 32, "aggregateOnly": 64, "nothing": 0,
}
DEMANDS = {"secondPerson", "secondPersonAboveFifty", "compartmentKey", "tellSecond", "review", "pendingMark",
           "aggregateOnly", "nothing"}
