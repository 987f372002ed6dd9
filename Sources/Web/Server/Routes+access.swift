// SPDX-License-Identifier: Apache-2.0

import Store

extension Routes {
    /// Who works on a case and how it stands, reviews, sharing, emergencies, the matrix.
    static let access: [Route] = [
        Route("POST", "/cases/{case}/assign", "Give a case to somebody, or take it", .member(CaseOrderHandlers.assign)),
        Route("GET", "/cases/{case}/state", "Put a case away: the page", .member(CaseOrderHandlers.statePage)),
        Route("POST", "/cases/{case}/state", "Put a case away, or take it back", .member(CaseOrderHandlers.setState)),
        Route("GET", "/cases/{case}/shares", "What of a case was shared", .member(ShareHandlers.list)),
        Route("GET", "/cases/{case}/share", "The form to share a part of a case", .member(ShareHandlers.form)),
        Route("POST", "/cases/{case}/share/look", "Exactly what would be shared", .member(ShareHandlers.look)),
        Route("POST", "/cases/{case}/share", "Share a part of a case", .member(ShareHandlers.share)),
        Route("POST", "/cases/{case}/shares/{share}/withdraw", "Take a share back", .member(ShareHandlers.withdraw)),
        Route("GET", "/cases/{case}/files", "The files of a case", .member(AttachmentHandlers.list)),
        Route(
            "POST", "/cases/{case}/files", "Add a file to a case", bodyMax: CaseAttachment.bytesMax + (1 << 20),
            .member(AttachmentHandlers.add)
        ).streamed(),
        Route("GET", "/cases/{case}/files/{file}", "One file, to save", .member(AttachmentHandlers.open)),
        Route(
            "GET", "/cases/{case}/files/{file}/original", "The original of a cleaned picture",
            .member(AttachmentHandlers.openOriginal)),
        Route(
            "POST", "/cases/{case}/files/{file}/remove", "Take a file out of sight",
            .member(AttachmentHandlers.remove)),
        Route("POST", "/cases/{case}/files/{file}/put-back", "Put a file back", .member(AttachmentHandlers.putBack)),
        Route("GET", "/cases/{case}/erase", "The form to ask for an erasure", .member(ErasureHandlers.form)),
        Route("POST", "/cases/{case}/erase", "Ask that a case is erased", .member(ErasureHandlers.ask)),
        Route("POST", "/cases/{case}/erase/cancel", "Take an erasure back", .member(ErasureHandlers.cancel)),
        Route("POST", "/cases/{case}/hold", "Ask for a legal hold, or its end", .member(ErasureHandlers.hold)),
        Route("GET", "/erasures", "Erasures that wait, and those that are done", .member(ErasureHandlers.list)),
        Route("GET", "/erasures/{erasure}/slip", "What was erased, on paper", .member(ErasureHandlers.slip)),
        Route("GET", "/retention", "What has been kept long enough", .member(RetentionHandlers.page)),
        Route("POST", "/retention", "Set how long cases are kept", .member(RetentionHandlers.setRules)),
        Route("POST", "/retention/keep", "Keep a case longer", .member(RetentionHandlers.keep)),
        Route("GET", "/agreements", "Agreements with other agencies", .member(AgreementHandlers.list)),
        Route("POST", "/agreements", "Propose an agreement", .member(AgreementHandlers.propose)),
        Route("POST", "/agreements/{agreement}/accept", "Accept an agreement", .member(AgreementHandlers.accept)),
        Route("POST", "/agreements/{agreement}/end", "End or decline an agreement", .member(AgreementHandlers.end)),
        Route("GET", "/reviews", "Changes that wait for a second person", .member(ReviewHandlers.list)),
        Route("GET", "/reviews/{review}", "One change, field by field", .member(ReviewHandlers.show)),
        Route("POST", "/reviews/{review}", "Decide about a change", .member(ReviewHandlers.decide)),
        Route("GET", "/break-glass", "Open a case in an emergency: the page", .member(GlassHandlers.form)),
        Route("POST", "/break-glass", "Open a case in an emergency", .member(GlassHandlers.open)),
        Route("GET", "/emergencies", "Emergencies that nobody has looked at", .member(GlassHandlers.list)),
        Route("POST", "/emergencies/{grant}", "Write that one has looked", .member(GlassHandlers.review)),
        Route("GET", "/roles", "Who may do what", .member(CaseOrderHandlers.roles)),
    ]

    static let accessAPI: [Route] = [
        Route("GET", "/api/v1/agreements", "Agreements with other agencies", .member(AgreementAPI.list)),
        Route("POST", "/api/v1/agreements", "Propose an agreement", .member(AgreementAPI.propose)),
        Route("POST", "/api/v1/agreements/{agreement}/accept", "Accept an agreement", .member(AgreementAPI.accept)),
        Route("DELETE", "/api/v1/agreements/{agreement}", "End or decline an agreement", .member(AgreementAPI.end)),
        Route("GET", "/api/v1/charter", "The charter of sharing", .member(AgreementAPI.charter)),
        Route("GET", "/api/v1/reviews", "Changes that wait for a second person", .member(AccessAPI.reviews)),
        Route("GET", "/api/v1/reviews/{review}", "One change, field by field", .member(AccessAPI.review)),
        Route("POST", "/api/v1/reviews/{review}", "Decide about a change", .member(AccessAPI.decide)),
        Route("GET", "/api/v1/cases/{case}/shares", "What of a case was shared", .member(AccessAPI.shares)),
        Route("POST", "/api/v1/cases/{case}/shares", "Share a part of a case", .member(AccessAPI.share)),
        Route("DELETE", "/api/v1/cases/{case}/shares/{share}", "Take a share back", .member(AccessAPI.withdraw)),
        Route(
            "POST", "/api/v1/cases/{case}/assign", "Give a case to people, take it from people",
            .member(AccessAPI.assign)),
        Route("POST", "/api/v1/cases/{case}/state", "Archive a case, or reopen it", .member(AccessAPI.setState)),
        Route("POST", "/api/v1/cases/{case}/break-glass", "Open a case in an emergency", .member(AccessAPI.breakGlass)),
    ]
}
