# SPDX-License-Identifier: Apache-2.0
"""People of whom a public file can be made: alike in all that it says."""

HEADER = ["prs_FirstName", "prs_Gender", "prs_Birthdate", "prs_Citizenship", "vic_TypeOfExploitation", "con_Consent",
          "cas_IncomingReferralDate"]


def alike(count, first=0):
    return [[f"Invented {number}", "Feminine", "1997", "LK", "ForcedLabour", "TRUE", "2023-03-01"] for number in range(first, first + count)]
