// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// Counting together with other organisations, for the program that carries points and tokens.
    static let togetherAPI: [Route] = [
        Route("GET", "/api/v1/counts", "The rounds of counts with others", .member(TogetherAPI.list)),
        Route(
            "POST", "/api/v1/counts/{round}/questions", "What the key servers are to be asked: blinded points",
            .member(TogetherAPI.ask)),
        Route(
            "POST", "/api/v1/counts/{round}/tokens", "The sealed token file, from the key servers' answers",
            bodyMax: 400 << 20, .member(TogetherAPI.seal)),
    ]
}
