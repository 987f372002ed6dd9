// SPDX-License-Identifier: Apache-2.0

/// The fourteen things that can be done to a case (security d.1).
public enum Action: String, Sendable, Codable, CaseIterable {
    case list, exists, read, create, edit, appendNote, delete, export, print, share, merge, approve, breakGlass, admin

    /// Decided for the case as a whole: asked with the class F0.
    public var isWholeRecord: Bool {
        switch self {
        case .merge, .approve, .breakGlass, .admin: true
        case .list, .exists, .read, .create, .edit, .appendNote, .delete, .export, .print, .share: false
        }
    }
}

/// What was done, as the audit log names it: `noun.verb`.
public enum Verb: String, Sendable, Codable, CaseIterable {
    case registerList = "register.list"
    case registerSearch = "register.search"
    case registerCompare = "register.compare"
    case caseRead = "case.read"
    case caseClassify = "case.classify"
    case casePrint = "case.print"
    case caseRegister = "case.register"
    case caseAssign = "case.assign"
    case caseState = "case.state"
    case caseShare = "case.share"
    case caseRefer = "case.refer"
    case referralAnswer = "referral.answer"
    case caseBreakGlass = "case.breakGlass"
    case caseErase = "case.erase"
    case fileAdd = "file.add"
    case fileRead = "file.read"
    case fileRemove = "file.remove"
    case recordAdd = "record.add"
    case recordEdit = "record.edit"
    case recordAppend = "record.append"
    case recordRemove = "record.remove"
    case recordReview = "record.review"
    /// Two people side by side; what was decided of them; that they are one, or two after all.
    case personCompare = "person.compare"
    case personDecide = "person.decide"
    case personMerge = "person.merge"
    case importCommit = "import.commit"
    case importUndo = "import.undo"
    case registerExport = "register.export"
    case datasetPublish = "dataset.publish"
    /// People turned into tokens, to be counted together with other organisations.
    case peopleCount = "people.count"
    case organisationRead = "organisation.read"
    case organisationEdit = "organisation.edit"
    case auditRead = "audit.read"
    case alertRead = "alert.read"
    case instanceVerify = "instance.verify"
    case accountManage = "account.manage"
    case agencyManage = "agency.manage"
    case agreementManage = "agreement.manage"
    case requestAsk = "request.ask"
    case requestApprove = "request.approve"
    case settingsManage = "settings.manage"
    case instanceSeal = "instance.seal"
    case slotChange = "slot.change"
    case keyRotate = "key.rotate"
    /// The person's own ticket: given, taken back, switched off; looked into with it; written or taken back through it.
    case ticketManage = "ticket.manage"
    case ticketRead = "ticket.read"
    case ticketWrite = "ticket.write"
    case ticketWithdraw = "ticket.withdraw"

    /// The action that the policy is asked about; nil for what is done to no case.
    public var action: Action? {
        switch self {
        case .registerList, .registerSearch, .registerCompare: .list
        case .caseRead, .caseClassify, .fileRead, .ticketRead, .referralAnswer, .personCompare: .read
        case .casePrint: .print
        case .caseRegister, .recordAdd, .importCommit, .fileAdd, .ticketManage: .create
        case .caseAssign, .caseState, .caseErase: .admin
        case .caseShare, .caseRefer: .share
        case .caseBreakGlass: .breakGlass
        case .recordEdit: .edit
        case .recordAppend, .ticketWrite, .ticketWithdraw, .personDecide: .appendNote
        case .personMerge: .merge
        case .recordRemove, .importUndo, .fileRemove: .delete
        case .recordReview: .approve
        case .registerExport, .datasetPublish, .peopleCount: .export
        case .organisationRead, .organisationEdit,
            .auditRead, .alertRead, .instanceVerify, .accountManage, .agencyManage,
            .agreementManage, .requestAsk, .requestApprove, .settingsManage, .instanceSeal, .slotChange, .keyRotate:
            nil
        }
    }
}
