# SPDX-License-Identifier: Apache-2.0
"""Invented people for the tests: many cultures and scripts, every HTCDS field, always the same for the same seed.

A person is a dictionary from prefixed field name to canonical text: value names joined by `;`, ISO dates that may be
partial, TRUE or FALSE, alpha-2 countries. A field that is not in it is an empty box.
"""

import random
import unicodedata

import htcds
from people_names import CULTURES, NOTES, TRICKY

# Ranges that numbering authorities keep free for fiction (United Kingdom, France, United States, Australia).
PHONES = ["+447700900{:03d}", "+3363998{:04d}", "+1202555{:04d}", "+61491570{:03d}"]


def people(count: int, seed: int = 1) -> list[dict[str, str]]:
    """`count` people with every one of the 84 fields filled in somebody, and gaps as real files have them."""
    source = random.Random(seed)
    return [person(index, source) for index in range(count)]


def person(index: int, source: random.Random) -> dict[str, str]:
    culture = CULTURES[index % len(CULTURES)]
    row = {}
    row.update(identity(index, culture, source))
    row.update(contact(culture, source))
    row.update(history(culture, source))
    row.update(case(index, culture, source))
    row.update(rest(culture, source))
    if index < len(TRICKY):
        row.update(TRICKY[index])
    # Every picklist value is used by somebody in the first fifty, not only those that chance picks.
    row.update(rotation(index))
    kept = {name: unicodedata.normalize("NFC", text) for name, text in row.items() if text != ""}
    return {field.name: kept[field.name] for field in htcds.fields() if field.name in kept}


def identity(index, culture, source):
    row = {
        "prs_Salutation": source.choice(culture["salutations"] + [""]),
        "prs_FirstName": source.choice(culture["first"]),
        "prs_MiddleName": source.choice(culture["first"]) if source.random() < 0.2 else "",
        "prs_SecondName": source.choice(culture["second"]) if culture["second"] else "",
        "prs_Birthdate": date(source, 1962, 2014),
        "prs_Gender": source.choices(["Feminine", "Masculine", "TransgenderFeminine"], [6, 3, 1])[0],
        "prs_Deceased": source.choice(["", "", "", "FALSE"]),
        "prs_NumberOfChildren": source.choice(["", "0", "1", "2", "3", "7"]),
        "prs_PrimaryLanguage": culture["language"],
        "prs_Citizenship": culture["country"],
        "prs_IdentityNumber": f"X-{source.randrange(10**6):06d}" if source.random() < 0.4 else "",
        "prs_Title": source.choice(["", "", "Seamstress", "Élève", "Deckhand", "ගොවි"]),
    }
    if source.random() < 0.15:
        row["prs_Citizenship"] += ";" + source.choice([code for code in ("NA", "FR", "LK", "PH") if code != culture["country"]])
    if index % 9 == 4:
        row["prs_SecondName"] = ""  # one name only
    return row


def contact(culture, source):
    city = source.choice(culture["cities"])
    pattern = source.choice(PHONES)
    wide = pattern.count("4d")
    number = pattern.format(source.randrange(100, 199) if pattern.startswith("+1") else source.randrange(10000 if wide else 1000))
    return {
        "prs_Email": f"person{source.randrange(10**5)}@mail.example" if source.random() < 0.3 else "",
        "prs_HomePhone": number if source.random() < 0.3 else "",
        "prs_MobilePhone": number if source.random() < 0.6 else "",
        "prs_MailingCity": city,
        "prs_MailingCountry": culture["country"],
        "prs_MailingState": source.choice(["", f"{city} State"]),
        "prs_MailingStreet": f"{source.randrange(1, 400)} {source.choice(culture['second'] or culture['first'])} Lane (invented)",
        "prs_MailingPostalCode": f"{source.randrange(1000):04d}0",
        "prs_MailingLongitude": source.choice(["", "79.9", "-1.5", "120.25", "13"]),
        "prs_MailingLatitude": source.choice(["", "6.9", "-22.5", "0.125", "48"]),
    }


def history(culture, source):
    forms = source.sample(["ForcedLabour", "SexualExploitation", "ForcedMarriage", "Servitude", "ForcedBegging"], source.choice([1, 1, 2]))
    forms = in_order("vic_TypeOfExploitation", forms)
    return {
        "vic_AgreementToManagePersonalData": source.choice(["TRUE", "FALSE", ""]),
        "vic_TraffickingStatus": source.choice(["PossibleVictimOfTrafficking", "ActualVictimOfTrafficking"]),
        "vic_TraffickingStatusDecisionMakingOrg": source.choice(["Police", "NGO", "Other", ""]),
        "vic_RelationshipToTrafficker": source.choice(["Familial", "Acquainted", "Unaquainted", ""]),
        "vic_AgeWhenTrafficked": str(source.randrange(4, 44)),
        "vic_RecruitmentWebsitesAndApps": some("vic_RecruitmentWebsitesAndApps", source, 0, 3),
        "vic_MethodOfRecruitment": some("vic_MethodOfRecruitment", source, 1, 3),
        "vic_LocationOfRecruitment": f"Agency {source.choice(culture['cities'])}",
        "vic_MethodsOfControl": some("vic_MethodsOfControl", source, 1, 6),
        "vic_TypeOfExploitation": ";".join(forms),
        "vic_ForcedLabourIndustry": some("vic_ForcedLabourIndustry", source, 1, 1) if "ForcedLabour" in forms else "",
        "vic_TypeOfSexExploitation": some("vic_TypeOfSexExploitation", source, 1, 2) if "SexualExploitation" in forms else "",
        "vic_LocationOfExploitation": source.choice(["", "Karaoke Blue Lantern", "Ferme des Trois Puits", "මල් නිවාසය"]),
        "vic_ExploitationWebsitesAndApps": some("vic_ExploitationWebsitesAndApps", source, 0, 2),
        "vic_Vulnerabilities": some("vic_Vulnerabilities", source, 0, 4),
        "vic_DetailsOfVulnerabilities": source.choice(["", source.choice(NOTES)]),
    }


def case(index, culture, source):
    closed = index % 5 == 3
    return {
        "cas_Status": source.choice(["Closed", "ClosedReferred"]) if closed else source.choice(["Active", "FollowUp"]),
        "cas_ReasonForCaseClosure": source.choice(NOTES) if closed else "",
        "cas_CaseOwner": source.choice(["Dilani", "Hương", "Mariam", "J. Dela Cruz"]),
        "cas_ReferringOrganisation": source.choice(["", "Hotline 000 (invented)", "Association du Village"]),
        "cas_IncomingReferralDate": date(source, 2019, 2025, whole=True),
        "cas_ReferringPrimaryCaseWorker": source.choice(["", "Rasmané", "Наталія"]),
        "cas_ReasonForIncomingReferral": some("cas_ReasonForIncomingReferral", source, 1, 1),
        "cas_IncomingReferralDetails": source.choice(["", source.choice(NOTES)]),
        "cas_ReferredOrganisation": source.choice(["", "Clinic of the Two Rivers"]),
        "cas_ReferredPrimaryCaseWorker": source.choice(["", "Dr Nguyễn"]),
        "cas_ReasonForOutgoingReferral": source.choice(["", "AdditionalServicesRequired", "Other"]),
        "cas_OutgoingReferralDate": source.choice(["", date(source, 2019, 2025, whole=True)]),
        "cas_OutgoingReferralDetails": source.choice(["", source.choice(NOTES)]),
        "con_Consent": source.choice(["TRUE", "TRUE", "FALSE", ""]),
    }


def rest(culture, source):
    if source.random() < 0.4:
        return {}
    return perpetrator(source) | {
        "org_Name": f"House of {source.choice(culture['first'])}",
        "org_ShippingCity": source.choice(culture["cities"]),
        "org_ShippingCountry": culture["country"],
        "org_ShippingState": "Coast",
        "org_ShippingStreet": "1 Invented Way",
        "org_ShippingPostalCode": "00100",
        "org_ShippingLongitude": "79.8",
        "org_ShippingLatitude": "-6.5",
        "org_Phone": "+447700900001",
        "org_Type": some("org_Type", source, 1, 1),
        "prs_MaritalStatus": some("prs_MaritalStatus", source, 1, 1),
        "prs_SecondaryLanguage": "eng",
        "prs_HighestLevelOfEducation": some("prs_HighestLevelOfEducation", source, 1, 1),
        "cco_CaseComment": source.choice(NOTES),
        "hte_Longitude": "120.9",
        "hte_Latitude": "14.5",
        "hte_City": source.choice(culture["cities"]),
        "hte_Country": culture["country"],
        "hte_State": "North",
        "hte_Street": "Invented Road",
        "hte_PostalCode": "0042",
        "hte_Date": date(source, 2012, 2024),
        "hte_Type": some("hte_Type", source, 1, 1),
        "hte_Description": source.choice(NOTES),
        "spl_Objectives": source.choice(NOTES),
        "spl_ActionPlan": "1. Clinic\n2. Papers\n3. A call home",
        "spl_PlannedEndDate": date(source, 2025, 2026, whole=True),
        "spl_ActualEndDate": source.choice(["", "2026-02-28"]),
        "spl_Type": some("spl_Type", source, 1, 1),
    }


def perpetrator(source):
    """Who was made to exploit others is both in one case."""
    if source.random() < 0.7:
        return {}
    return {
        "per_RoleInProcess": some("per_RoleInProcess", source, 1, 3),
        "per_RoleDetails": source.choice(NOTES),
        "per_Organisation": "Blue Lantern Ltd (invented)",
    }


def rotation(index):
    """One value of each picklist of the workbooks, so that 50 people use all of them."""
    row = {}
    for name in ["prs_Gender", "vic_TraffickingStatus", "vic_TraffickingStatusDecisionMakingOrg", "vic_ForcedLabourIndustry",
                 "cas_Status", "cas_ReasonForIncomingReferral", "cas_ReasonForOutgoingReferral"]:
        values = list(htcds.by_name()[name].values)
        if index < 2 * len(values) and index % 2 == 0:
            row[name] = values[index // 2]
    if "vic_ForcedLabourIndustry" in row:
        row["vic_TypeOfExploitation"] = "ForcedLabour"
        row["vic_TypeOfSexExploitation"] = ""
    return row


def some(name, source, least, most):
    """`least` to `most` values of the field's list, in the list's order."""
    values = list(htcds.by_name()[name].values)
    return ";".join(in_order(name, source.sample(values, source.randint(least, most))))


def in_order(name, chosen):
    values = list(htcds.by_name()[name].values)
    return sorted(chosen, key=values.index)


def date(source, first, last, whole=False):
    """An ISO date; one in eight only a year or a year and a month, unless it must be whole."""
    year, month, day = source.randint(first, last), source.randint(1, 12), source.randint(1, 28)
    if not whole and source.random() < 0.06:
        return f"{year}"
    if not whole and source.random() < 0.06:
        return f"{year}-{month:02d}"
    return f"{year}-{month:02d}-{day:02d}"
