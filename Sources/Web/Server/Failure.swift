// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Interchange
import Store
import Workflows

/// Why a request was not answered as asked; a page for people, a problem (RFC 9457) for programs.
enum Failure: Error, Sendable {
    case notFound
    /// The register is closed.
    case sealed
    /// Nobody is signed in.
    case signedOut
    /// The request came from another site.
    case foreign
    /// The form's page is of another session, or too old.
    case stale
    /// The address is there, for these methods only.
    case notAllowed([String])
    /// A kind of body that is not taken here.
    case unsupported
    /// Larger than so many bytes.
    case tooLarge(Int)
    /// The body is not what this address takes.
    case malformed(String)
    /// The policy says no, and why.
    case refused(Reason)
    /// A second person must agree first.
    case secondPerson
    /// Findings of a draft that the codebook does not allow.
    case rejected([Finding])
    /// Changed by somebody else since.
    case changed
    /// A header that this address needs is missing.
    case preconditionRequired
    case busy
    /// The audit log, or the register, cannot be written: nothing is shown that cannot be logged.
    case unwritable
    /// A mistake of ours. Holds nothing, so that nothing gets out.
    case ours

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let refusal as Refusal: self = refusal.reason.map { .refused($0) } ?? .notFound
        case is SecondPersonNeeded: self = .secondPerson
        case let obstacle as GlassObstacle: self = .malformed("glass.\(obstacle.rawValue)")
        case let obstacle as AttachmentObstacle: self = .malformed("file.\(obstacle.rawValue)")
        case let obstacle as ErasureObstacle: self = .malformed("erasure.\(obstacle.rawValue)")
        case let obstacle as InterviewObstacle: self = .malformed("interview.\(obstacle.rawValue)")
        case is SignalObstacle, is LikenessObstacle: self = .changed
        case let obstacle as TicketObstacle: self = .malformed("ticket.\(obstacle.rawValue)")
        case let obstacle as ShareObstacle: self = .malformed("share.\(obstacle.rawValue)")
        case let obstacle as ReferralObstacle: self = Failure(obstacle)
        case let rejected as Rejected: self = .rejected(rejected.findings)
        case let store as StoreError: self = Failure(store)
        case let error as SQLError where error.isAboutDisk: self = .unwritable
        case let form as MultipartForm.Failure: self = Failure(form)
        case SignInRefusal.busy: self = .busy
        default: self = .ours
        }
    }

    private init(_ obstacle: ReferralObstacle) {
        switch obstacle {
        case .notNow: self = .changed
        case .hidden: self = .notFound
        case .consent: self = .refused(.consent)
        default: self = .malformed("referral.\(obstacle.name)")
        }
    }

    private init(_ error: StoreError) {
        switch error {
        case .notFound: self = .notFound
        case .unlogged, .cannotConnect, .readOnlyReplica: self = .unwritable
        case .conflict, .editedSince, .keyReused: self = .changed
        default: self = .ours
        }
    }

    private init(_ error: MultipartForm.Failure) {
        if case .tooLarge(let bytes) = error { self = .tooLarge(bytes) } else { self = .malformed("multipart") }
    }

    var status: Int {
        switch self {
        case .notFound: 404
        case .sealed, .busy, .unwritable: 503
        case .signedOut: 401
        case .foreign, .stale, .refused, .secondPerson: 403
        case .notAllowed: 405
        case .unsupported: 415
        case .tooLarge: 413
        case .malformed: 400
        case .rejected: 422
        case .changed: 409
        case .preconditionRequired: 428
        case .ours: 500
        }
    }
}

extension Failure {
    /// The answer: JSON under `/api/`, else a page.
    func response(to request: WebRequest, _ context: PageContext) -> WebResponse {
        var response = request.path.hasPrefix("/api/") ? .problem(details(context.words)) : page(request, context)
        if case .notAllowed(let methods) = self {
            response = response.with("Allow", methods.joined(separator: ", "))
        }
        if status == 503 { response = response.with("Retry-After", "5") }
        if status == 401, request.path.hasPrefix("/api/") { response = response.with("WWW-Authenticate", "Bearer") }
        return response
    }

    private func page(_ request: WebRequest, _ context: PageContext) -> WebResponse {
        switch self {
        case .foreign where request.path == Outside.leaveAddress: Outside.left(context, status: status)
        case .stale where request.path == Outside.leaveAddress: Outside.forgotten(context, status: status)
        case .stale where context.viewer != nil: again(request, context)
        case .sealed: .page(UnsealPage().markup(in: context), status: status)
        case .signedOut: signIn(request, context)
        default: .page(ProblemPage(kind).markup(in: context), status: status)
        }
    }

    /// Nothing typed is lost when a session runs out: the form rides along through signing in.
    private func signIn(_ request: WebRequest, _ context: PageContext) -> WebResponse {
        let wasHere = request.header("cookie") != nil
        let isSearch = request.path.hasSuffix("/search")
        if request.isSafe || isSearch { return wasHere ? .see("/sign-in?ended=yes") : .see("/sign-in") }
        let form = (try? Submission.read(request, limit: Route.formBytesMax))?.form
        var page = SignInPage(problem: .ended)
        page.kept = form.map { KeptForm(address: request.path, form: $0) }
        return .page(page.markup(in: context), status: status)
    }

    /// A form of an older session is offered once more, with what was typed, to be sent by the person themself.
    private func again(_ request: WebRequest, _ context: PageContext) -> WebResponse {
        let form = (try? Submission.read(request, limit: Route.formBytesMax))?.form ?? FormPairs()
        let kept = KeptForm(address: request.path, form: form)
        guard !kept.form.pairs.isEmpty else { return .page(ProblemPage(kind).markup(in: context), status: status) }
        return .page(KeptFormPage(kept: kept).markup(in: context), status: status)
    }

    private var kind: ProblemPage.Kind {
        switch self {
        case .notFound, .notAllowed: .notFound
        case .foreign, .stale, .unsupported, .malformed, .signedOut, .rejected: .stale
        case .tooLarge(let bytes): .tooLarge(bytes)
        case .refused(let reason): .refused("\(reason)")
        case .secondPerson: .refused("secondPerson")
        case .changed, .preconditionRequired: .changed
        case .busy, .sealed: .busy
        case .unwritable: .unwritable
        case .ours: .ours
        }
    }

    func details(_ words: Words) -> ProblemDetails {
        var details = ProblemDetails(title: title(words), status: status)
        switch self {
        case .rejected(let findings):
            details.type = "/problems/rejected"
            details.findings = findings
        case .refused(let reason):
            details.type = "/problems/\(reason)"
            details.detail = words[.refused, "\(reason)"]
        case .secondPerson:
            details.type = "/problems/secondPerson"
            details.detail = words["refused.secondPerson"]
        case .malformed(let reason): details.detail = reason
        case .sealed: details.type = "/problems/sealed"
        case .changed: details.type = "/problems/conflict"
        case .unwritable: details.type = "/problems/unwritable"
        default: break
        }
        return details
    }

    private func title(_ words: Words) -> String {
        switch self {
        case .notFound, .notAllowed: words["problem.notFound"]
        case .sealed: words["unseal.heading"]
        case .signedOut: words["signIn.heading"]
        case .foreign, .stale: words["problem.stale"]
        case .tooLarge: words["problem.tooLarge"]
        case .malformed, .unsupported: words["problem.malformed"]
        case .refused, .secondPerson: words["problem.refused"]
        case .rejected: words["problem.rejected"]
        case .changed: words["problem.changed"]
        case .preconditionRequired: words["problem.precondition"]
        case .busy: words["problem.busy"]
        case .unwritable: words["problem.unwritable"]
        case .ours: words["problem.ours"]
        }
    }
}

extension SQLError {
    /// The disk is full, not writable or failing; not a mistake in what was asked.
    fileprivate var isAboutDisk: Bool {
        switch kind {
        case .full, .readOnly, .busy, .failed, .lost, .other: true
        case .unique, .foreignKey, .notNull, .check, .corrupt: false
        }
    }
}
