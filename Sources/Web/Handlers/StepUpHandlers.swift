// SPDX-License-Identifier: Apache-2.0

import Store
import Workflows

/// Showing the second factor again, and going back to where one was.
enum StepUpHandlers {
    static func page(_ member: Member) -> WebResponse {
        var page = FactorPage(.again(hasOnlyPassphrase: !member.account.hasSecondFactor))
        page.back = ours(member.query["back"])
        return .page(page.markup(in: member.context))
    }

    static func check(_ member: Member) async throws -> WebResponse {
        let (form, kept) = (member.form, KeptForm(in: member.form))
        let back = ours(form["back"])
        do {
            let token = try await member.stepUp(code: form["code"] ?? "", passphrase: form["passphrase"])
            guard let kept, let session = member.visit.site.sessions.touch(token, now: member.visit.site.clock.now())
            else { return member.visit.carrying(token, .see(back ?? "/cases")) }
            let context = member.visit.site.context(
                session, today: member.context.today, nonce: member.context.nonce)
            return member.visit.carrying(token, .page(KeptFormPage(kept: kept).markup(in: context)))
        } catch let refusal as SignInRefusal where refusal != .busy {
            var page = FactorPage(
                .again(hasOnlyPassphrase: !member.account.hasSecondFactor), problem: .init(refusal))
            (page.kept, page.back) = (kept, back)
            return .page(page.markup(in: member.context), status: 403)
        }
    }

    /// The page that asks for the second factor in place of what was refused for want of it.
    static func asking(_ visit: Visit, _ account: Account) -> WebResponse {
        var page = FactorPage(.again(hasOnlyPassphrase: !account.hasSecondFactor))
        if visit.request.isSafe {
            page.back = ours(visit.request.target)
        } else {
            page.kept = KeptForm(address: visit.request.path, form: visit.form)
        }
        return .page(page.markup(in: visit.context), status: 403)
    }

    /// An address of our own, or nothing.
    static func ours(_ address: String?) -> String? {
        guard let address, address.hasPrefix("/"), !address.hasPrefix("//"), address.utf8.count <= 300,
            !address.contains(where: { $0 == "\\" || $0.isNewline })
        else { return nil }
        return address
    }
}

extension Member {
    /// Checks the second factor (or the passphrase of those who have none) and gives the session a new token.
    ///
    /// - Throws: `SignInRefusal`.
    func stepUp(code: String, passphrase: String?) async throws -> String {
        let site = visit.site
        if let answer = visit.passkeyAnswer {
            _ = try await showPasskey(
                answer, of: account.id, cookie: self.token, challenges: site.challenges, device: session.device,
                address: visit.request.address, in: store, throttle: site.throttle)
        } else if let passphrase, !account.hasSecondFactor {
            _ = try await showPassphrase(
                passphrase, of: account.id, device: session.device, address: visit.request.address, in: store,
                throttle: site.throttle)
        } else {
            _ = try await showFactor(
                code, of: account.id, device: session.device, address: visit.request.address, in: store,
                throttle: site.throttle)
        }
        guard let token = site.sessions.rotate(token, isFactorShown: true, now: site.clock.now()) else {
            throw Failure.signedOut
        }
        return token
    }
}
