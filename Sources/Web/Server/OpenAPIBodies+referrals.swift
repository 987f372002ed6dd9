// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard

extension OpenAPIBodies {
    /// The bodies of consents and referrals.
    static func referralSchema(of operation: String) -> JSONValue? {
        switch operation {
        case "POST /api/v1/cases/{case}/consents":
            object(
                [
                    "recipients": described(["type": "array", "items": text], "Ids of agencies"),
                    "values": described(["type": "object"], "Values of the fields of a consent, by name"),
                    "heldFields": described(["type": "array", "items": text], "Names of fields that stay here"),
                    "heldRecords": described(["type": "array", "items": text], "Ids of records that stay here"),
                ], required: ["recipients", "values"])
        case "POST /api/v1/cases/{case}/referrals":
            object(
                [
                    "to": described(text, "The id of an agency"),
                    "service": described(text, "The code of a kind of help"),
                    "classes": ["type": "array", "items": named(FieldClass.allCases.map(\.rawValue))],
                    "purpose": named(Purpose.allCases.map(\.rawValue)),
                    "until": described(whole, "Milliseconds since 1970"),
                    "consent": described(text, "The id of the consent record that it stands on"), "details": text,
                ], required: ["to", "service", "classes", "purpose", "until", "consent"])
        case "POST /api/v1/cases/{case}/referrals/{referral}":
            object(["act": named(["revoke", "personDeclines"])], required: ["act"])
        case "POST /api/v1/inbox/{referral}":
            object(
                [
                    "act": named(ReferralAct.all.filter { $0.side != .giver }.map(\.name)),
                    "reason": described(
                        named(DeclineReason.allCases.map(\.rawValue)), "Why; only and always when it is declined"),
                ], required: ["act"])
        case "POST /api/v1/inbox/{referral}/assign":
            object([
                "add": described(["type": "array", "items": text], "Ids of accounts"),
                "remove": ["type": "array", "items": text],
            ])
        case "POST /api/v1/inbox/{referral}/pass-on":
            object(
                [
                    "to": described(text, "The id of an agency with which one's own has an agreement"),
                    "classes": ["type": "array", "items": named(FieldClass.allCases.map(\.rawValue))],
                    "purpose": described(
                        named(Purpose.allCases.map(\.rawValue)), "What for; what it was received for without it"),
                    "details": text,
                ], required: ["to", "classes"])
        default: agreementSchema(of: operation)
        }
    }

    static func named(_ values: [String]) -> JSONValue {
        ["type": "string", "enum": .list(values.map { .text($0) })]
    }
}
