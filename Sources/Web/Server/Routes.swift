// SPDX-License-Identifier: Apache-2.0

/// Every address of the server, in one place. `/openapi.json` is written from this list.
enum Routes {
    static let all: [Route] =
        outside + sealing + people + cases + register + same + identify + access + laws + interviews + help + ticket
        + work + referrals + files + publish + numbers + reports + reference + api + accessAPI + lawsAPI + helpAPI
        + referralsAPI + directoryAPI + sameAPI + reportsAPI + togetherAPI

    private static let outside: [Route] = [
        Route("GET", "/", "The first page", .anyone(Outside.first)),
        Route("GET", "/assets/icon.svg", "The icon", .anyone(Outside.icon)),
        Route("GET", "/assets/{name}", "Style sheet and script", .anyone(Outside.asset)),
        Route("GET", "/favicon.ico", "The icon", .anyone(Outside.icon)),
        Route("GET", "/quiet", "An ordinary page that says nothing", .anyone(Outside.quiet)),
        Route("POST", "/quick-exit", "Leave at once: the session ends", .anyone(Outside.leave)),
        report,
        Route("GET", "/healthz", "Whether the server answers, and whether it is sealed", .anyone(Outside.health)),
        Route("GET", "/health", "The same, under its other name", .anyone(Outside.health)),
        Route("GET", "/sign-in", "The sign-in page", .unsealed(SignInHandlers.page)),
        Route("POST", "/sign-in", "Sign in", .unsealed(SignInHandlers.signIn)),
        Route("GET", "/sign-in/factor", "The page for the second factor", .unsealed(SignInHandlers.factorPage)),
        Route("POST", "/sign-in/factor", "Show the second factor", .unsealed(SignInHandlers.factor)),
        Route(
            "POST", "/sign-in/passkey", "What a passkey is asked at the door", .unsealed(PasskeyHandlers.atTheDoor)),
        Route("GET", "/first-sign-in", "Choose a passphrase with a one-time code", .unsealed(EnrolmentHandlers.page)),
        Route("POST", "/first-sign-in", "Take the chosen passphrase", .unsealed(EnrolmentHandlers.begin)),
        Route("GET", "/first-sign-in/factor", "Choose a second factor", .unsealed(EnrolmentHandlers.setupPage)),
        Route(
            "POST", "/first-sign-in/factor", "Save passphrase and second factor", .unsealed(EnrolmentHandlers.finish)),
        Route("GET", "/step-up", "Show the second factor again", .member(StepUpHandlers.page)),
        Route("POST", "/step-up", "Check the second factor again", .member(StepUpHandlers.check)),
        Route("POST", "/role", "Act in another of one's roles", .member(AccountHandlers.switchRole)),
        Route("POST", "/sign-out", "Sign out", .member(SignInHandlers.signOut)),
        Route("POST", "/unsaved", "Keep what is being written, in memory only", .member(Unsaved.keep)),
        Route("POST", "/unsaved/drop", "Let go what was being written", .member(Unsaved.drop)),
        Route(
            "GET", "/openapi.json", "This list as OpenAPI 3.1", .unsealed { visit, _ in try Reference.openAPI(visit) }),
    ]

    private static let sealing: [Route] = [
        Route("GET", "/unseal", "The page that opens a sealed register", .anyone(SealHandlers.page)),
        Route("POST", "/unseal", "Open the register, or give a share", .anyone(SealHandlers.unseal)),
        Route("GET", "/api/v1/unseal", "What a sealed register asks for", .anyone(SealAPI.state)),
        Route("POST", "/api/v1/unseal", "Open the register, or give a share", .anyone(SealAPI.unseal)),
        Route("GET", "/seal", "The page that closes the register", .member(SealHandlers.sealPage)),
        Route("POST", "/seal", "Close the register for everybody", .member(SealHandlers.seal)),
    ]

    private static let report: Route = {
        var route = Route(
            "POST", SecurityHeaders.reportAddress, "Count what the content policy stopped", bodyMax: 16 << 10,
            .anyone(Outside.report))
        route.needsToken = false
        return route
    }()

    private static let people: [Route] = [
        Route("GET", "/account", "One's own account, sessions and devices", .member(AccountHandlers.page)),
        Route("POST", "/account/passphrase", "Change one's passphrase", .member(AccountHandlers.passphrase)),
        Route("POST", "/account/codes", "Make ten new recovery codes", .member(AccountHandlers.codes)),
        Route("POST", "/passkey", "What a passkey is asked", .member(PasskeyHandlers.inside)),
        Route("POST", "/account/passkeys", "Add a passkey", .member(PasskeyHandlers.add)),
        Route("POST", "/account/passkeys/forget", "Take a passkey away", .member(PasskeyHandlers.remove)),
        Route("POST", "/account/devices", "Call this computer one's own", .member(AccountHandlers.addDevice)),
        Route(
            "POST", "/account/devices/{device}/forget", "Forget a computer", .member(AccountHandlers.forgetDevice)),
        Route("POST", "/account/programs", "Make a token for a program", .member(ProgramHandlers.make)),
        Route("POST", "/account/programs/end", "End a program's token", .member(ProgramHandlers.end)),
        Route("POST", "/account/sessions/end", "End one's other sessions", .member(AccountHandlers.endOthers)),
        Route("GET", "/people", "The accounts that one looks after", .member(PeopleHandlers.list)),
        Route("GET", "/people/new", "The form for an account", .member(PeopleHandlers.newPage)),
        Route("POST", "/people", "Make an account", .member(PeopleHandlers.add)),
        Route("GET", "/people/{account}", "One account", .member(PeopleHandlers.show)),
        Route("POST", "/people/{account}/roles", "Change roles", .member(PeopleHandlers.setRoles)),
        Route("POST", "/people/{account}/slip", "Make a slip", .member(PeopleHandlers.slip)),
        Route("POST", "/people/{account}/reset", "Ask for a new start", .member(PeopleHandlers.reset)),
        Route("POST", "/people/{account}/forgive", "Let somebody try again", .member(PeopleHandlers.forgive)),
        Route("POST", "/people/{account}/disable", "Let somebody in no more", .member(PeopleHandlers.disable)),
        Route(
            "GET", "/people/{account}/leave", "Who takes the cases of somebody who leaves",
            .member(HandOverHandlers.page)),
        Route("POST", "/people/{account}/leave", "Hand over and close an account", .member(HandOverHandlers.leave)),
        Route("POST", "/people/{account}/enable", "Let somebody in again", .member(PeopleHandlers.enable)),
        Route("POST", "/people/{account}/end", "End somebody's sessions", .member(PeopleHandlers.endSessions)),
        Route("GET", "/approvals", "What waits for a second person", .member(ApprovalHandlers.list)),
        Route("POST", "/approvals/{request}/answer", "Agree or not", .member(ApprovalHandlers.answer)),
        Route("POST", "/approvals/{request}/fetch", "Fetch a file that was agreed to", .member(ApprovalHandlers.fetch)),
    ]

    private static let cases: [Route] = [
        Route(
            "GET", "/cases", "List cases; what was searched for stands under the token s", .member(CaseHandlers.list)),
        Route("POST", "/cases/search", "Search cases", .member(CaseHandlers.search)),
        Route("GET", "/cases/new", "Search before somebody is registered", .member(SeekHandlers.page)),
        Route("POST", "/cases/new/search", "Search for somebody by name", .member(SeekHandlers.search)),
        Route("GET", "/cases/new/form", "The intake form", .member(CaseHandlers.intake)),
        Route("POST", "/cases", "Register a case", .member(CaseHandlers.register)),
        Route("GET", "/cases/{case}", "One case", .member(CaseHandlers.show)),
    ]

    private static let register: [Route] = [
        Route(
            "GET", "/cases/{case}/add/{kind}", "The form for a new record of a case", .member(RecordHandlers.addForm)),
        Route(
            "GET", "/cases/{case}/people", "Search before somebody is added to a case",
            .member(SeekHandlers.joiningPage)),
        Route(
            "POST", "/cases/{case}/people/search", "Search for somebody to add to a case",
            .member(SeekHandlers.joiningSearch)),
        Route("POST", "/cases/{case}/add/{kind}", "Add a record to a case", .member(RecordHandlers.add)),
        Route(
            "GET", "/cases/{case}/records/{record}/edit", "The form for one record", .member(RecordHandlers.editForm)),
        Route(
            "POST", "/cases/{case}/records/{record}/edit", "Save a record, or settle a conflict",
            .member(RecordHandlers.edit)),
        Route(
            "POST", "/cases/{case}/records/{record}/remove", "Remove a record from view", .member(RecordHandlers.remove)
        ),
        Route(
            "GET", "/cases/{case}/records/{record}/history", "Every version of a record",
            .member(RecordHandlers.history)),
        Route("GET", "/organisations", "The organisations", .member(OrganisationHandlers.list)),
        Route("GET", "/organisations/add", "The form for a new organisation", .member(OrganisationHandlers.addForm)),
        Route("POST", "/organisations/add", "Add an organisation", .member(OrganisationHandlers.add)),
        Route(
            "GET", "/organisations/{record}/edit", "The form for one organisation",
            .member(OrganisationHandlers.editForm)),
        Route("POST", "/organisations/{record}/edit", "Save an organisation", .member(OrganisationHandlers.edit)),
        Route(
            "POST", "/organisations/{record}/remove", "Remove an organisation from view",
            .member(OrganisationHandlers.remove)),
    ]

    private static let files: [Route] = [
        Route("GET", "/import", "Bring in a file: choose it", .member(ImportHandlers.start)),
        Route(
            "POST", "/import", "Bring in a file: look at it", bodyMax: MultipartForm.bytesMax,
            .member(ImportHandlers.look)),
        Route(
            "POST", "/import/mapping", "Read the held file again with other meanings", .member(ImportHandlers.lookAgain)
        ),
        Route("POST", "/import/mapping.json", "The chosen meanings as a file", .member(ImportHandlers.mapping)),
        Route("POST", "/import/commit", "Take in the held file", .member(ImportHandlers.commit)),
        Route("POST", "/import/{batch}/undo", "Take a file back", .member(ImportHandlers.undo)),
        Route("GET", "/export", "Take out data: choose how", .member(ExportHandlers.page)),
        Route("POST", "/export", "Take out data", .member(ExportHandlers.export)),
        Route("POST", "/export/ask", "Ask a second person to agree to a file", .member(ExportHandlers.ask)),
    ]

    private static let reference: [Route] = [
        Route("GET", "/codebook", "The codebook", .member(Reference.codebook)),
        Route("GET", "/codebook/{field}", "One field of the codebook", .member(Reference.field)),
        Route("GET", "/acts", "What was done, about a case or by somebody", .member(AuditHandlers.acts)),
        Route("POST", "/acts", "Ask what was done, by a code, somebody or days", .member(AuditHandlers.ask)),
        Route("GET", "/acts/{act}/words", "The words of one search", .member(AuditHandlers.words)),
        Route("GET", "/alerts", "What somebody should look at", .member(AuditHandlers.alerts)),
        Route("POST", "/alerts/{alert}/seen", "Write down that it was looked at", .member(AuditHandlers.seeAlert)),
    ]

    private static let api: [Route] = [
        Route("POST", "/api/v1/session", "Sign in; gives a bearer token", .unsealed(SessionAPI.begin)),
        Route("POST", "/api/v1/session/step-up", "Show the second factor again", .member(SessionAPI.stepUp)),
        Route("POST", "/api/v1/session/role", "Act in another of one's roles", .member(SessionAPI.switchRole)),
        Route("DELETE", "/api/v1/session", "Sign out", .member(SessionAPI.end)),
        Route("GET", "/api/v1/cases", "List cases: page, status, names", .member(CaseAPI.list)),
        Route(
            "POST", "/api/v1/cases/search", "Search cases; what is asked for stands in the body",
            .member(CaseAPI.search)),
        Route("POST", "/api/v1/cases", "Register a case", .member(CaseAPI.register)),
        Route("GET", "/api/v1/cases/{case}", "One case with everything in it", .member(CaseAPI.show)),
        Route("POST", "/api/v1/cases/{case}/records", "Add a record to a case", .member(CaseAPI.add)),
        Route(
            "PUT", "/api/v1/cases/{case}/records/{record}", "Write a new version; needs If-Match", .member(CaseAPI.edit)
        ),
        Route("POST", "/api/v1/people/search", "People by name; the name stands in the body", .member(CaseAPI.people)),
        Route(
            "POST", "/api/v1/imports", "Read a file; take it in unless dryRun=yes", bodyMax: MultipartForm.bytesMax,
            .member(FileAPI.importFile)),
        Route("POST", "/api/v1/imports/{batch}/undo", "Take a file back", .member(FileAPI.undo)),
        Route("POST", "/api/v1/exports", "Make a file", .member(FileAPI.export)),
        Route(
            "GET", "/api/v1/codebook", "The codebook", .unsealed { visit, _ in try Reference.codebookJSON(visit) }),
    ]
}
