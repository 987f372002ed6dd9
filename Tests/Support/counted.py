# SPDX-License-Identifier: Apache-2.0
"""Invented people who are counted by several agencies."""

import random

GIVEN = ["Amara", "Linh", "فاطمة", "Оксана", "Nimali", "Priya", "Rosalinda", "Domingos", "Youssef", "Kwame", "Sunita"]
FAMILY = ["Okafor", "Nguyễn", "Haddad", "Kovalenko", "Perera", "Raman", "Dela Cruz", "Soares", "Mansour", "Mensah"]


def people(count, seed):
    chance = random.Random(seed)
    return [[chance.choice(GIVEN), chance.choice(FAMILY), chance.choice("FFM"),
             f"{chance.randint(1970, 2006)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
             chance.choice(["NG", "VN", "SY", "UA", "LK"]), f"Quarter {chance.randint(1, 30)}",
             f"07{chance.randint(10**7, 10**8 - 1)}", str(number)] for number in range(count)]
