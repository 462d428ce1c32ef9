using System.Globalization;
using System.Text.Json.Nodes;
using Monitor.Worker.Collection.X;

namespace Monitor.Worker.Tests.Collection.X;

/// <summary>What each endpoint returns.</summary>
internal sealed partial class FakeX
{
    private JsonObject Search(Dictionary<string, string> query)
    {
        Allow(query, "query", "max_results", "next_token", "since_id", "until_id", "tweet.fields", "expansions", "media.fields");
        var text = query.GetValueOrDefault("query", "");
        Rule(text.Length > 0 && text.Length <= QueryLength, $"query length must be at most {QueryLength}, was {text.Length}");
        var words = SearchQuery().Match(text);
        Rule(words.Success, "this server knows 'from:ID OR from:ID', in brackets before -is:retweet");
        var authors = From().Matches(text).Select(match => long.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture)).ToHashSet();
        var since = Id(query, "since_id") ?? XIds.At(Now - SearchReach);
        Rule(
            XIds.TimeOf(since) >= Now - SearchReach - TimeSpan.FromSeconds(1),
            "'since_id' must be a tweet id created after the last 7 days"
        );
        var found = Visible()
            .Where(post => authors.Contains(post.Author) && post.At >= Now - SearchReach && post.At <= Now - TimeSpan.FromSeconds(30))
            .Where(post => !words.Groups["plain"].Success || post.Refers != "retweeted");
        return Page(query, found, since, 10, 100, "next_token", $"{text}|{since}");
    }

    private JsonObject TimelineOf(long id, Dictionary<string, string> query)
    {
        Allow(query, "max_results", "pagination_token", "since_id", "until_id", "exclude", "tweet.fields", "expansions", "media.fields");
        if (_users.Find(user => user.Id == id) is not { State: FakeState.Open })
        {
            return new JsonObject { ["errors"] = new JsonArray(UserProblem(_users.Find(user => user.Id == id), $"{id}", "id")) };
        }

        var since = Id(query, "since_id") ?? 1;
        var found = Visible()
            .Where(post => post.Author == id && (query.GetValueOrDefault("exclude") != "retweets" || post.Refers != "retweeted"));
        return Page(query, found, since, 5, 100, "pagination_token", $"{id}|{since}");
    }

    private JsonObject Page(
        Dictionary<string, string> query,
        IEnumerable<FakePost> found,
        long since,
        int least,
        int most,
        string tokenName,
        string asked
    )
    {
        var size = int.Parse(query.GetValueOrDefault("max_results", "10"), CultureInfo.InvariantCulture);
        Rule(size >= least && size <= most, $"max_results must be between {least} and {most}, was {size}");
        var until = Id(query, "until_id") ?? long.MaxValue;
        var below = until;
        if (query.TryGetValue(tokenName, out var token))
        {
            Rule(
                _tokens.TryGetValue(token, out var given) && given!.StartsWith(asked, StringComparison.Ordinal),
                $"{tokenName} is of another request"
            );
            below = long.Parse(given!.Split('|')[^1], CultureInfo.InvariantCulture);
        }

        var page = found.Where(post => post.Id > since && post.Id < below).OrderByDescending(post => post.Id).ToList();
        var shown = page.Take(size).ToList();
        var meta = new JsonObject { ["result_count"] = shown.Count };
        if (shown.Count > 0)
        {
            (meta["newest_id"], meta["oldest_id"]) = ($"{shown[0].Id}", $"{shown[^1].Id}");
        }

        if (page.Count > size)
        {
            var next = $"b26v89c19zqg8o3f{_tokens.Count}";
            _tokens[next] = $"{asked}|{shown[^1].Id}";
            meta["next_token"] = next;
        }

        var body = new JsonObject { ["meta"] = meta };
        if (shown.Count > 0)
        {
            body["data"] = new JsonArray([.. shown.Select(post => Json(post, query))]);
        }

        var included = Wants(query, "expansions", "referenced_tweets.id")
            ? shown.Select(post => _posts.Find(other => other.Id == post.Other && !other.Deleted)).OfType<FakePost>().Distinct().ToList()
            : [];
        if (included.Count > 0)
        {
            body["includes"] = new JsonObject { ["tweets"] = new JsonArray([.. included.Select(post => Json(post, query))]) };
        }

        Returned = (Returned.Posts + shown.Count + included.Count, Returned.Users);
        return body;
    }

    private JsonObject Lookup(Dictionary<string, string> query)
    {
        Allow(query, "ids", "tweet.fields");
        var ids = query.GetValueOrDefault("ids", "").Split(',');
        Rule(ids.Length is >= 1 and <= 100, $"ids must be 1 to 100, were {ids.Length}");
        Rule(ids.Distinct(StringComparer.Ordinal).Count() == ids.Length, "ids must be unique");
        var (data, errors) = (new JsonArray(), new JsonArray());
        foreach (var id in ids)
        {
            var post = _posts.Find(post => $"{post.Id}" == id);
            var author = _users.Find(user => user.Id == post?.Author);
            if (post is { Deleted: false } && author is { State: FakeState.Open })
            {
                data.Add(Json(post, query));
                continue;
            }

            var closed = post is { Deleted: false } && author is { State: FakeState.Protected };
            errors.Add(
                new JsonObject
                {
                    ["resource_id"] = id,
                    ["parameter"] = "ids",
                    ["resource_type"] = "tweet",
                    ["title"] = closed ? "Authorization Error" : "Not Found Error",
                    ["value"] = id,
                    ["detail"] = closed
                        ? $"Sorry, you are not authorized to see the Tweet with ids: [{id}]."
                        : $"Could not find tweet with ids: [{id}].",
                    ["type"] = $"https://api.x.com/2/problems/{(closed ? "not-authorized-for-resource" : "resource-not-found")}",
                }
            );
        }

        Returned = (Returned.Posts + data.Count, Returned.Users);
        return Both(data, errors);
    }

    private JsonObject Users(string endpoint, Dictionary<string, string> query)
    {
        var parameter = endpoint == "by" ? "usernames" : "ids";
        Allow(query, parameter, "user.fields");
        var asked = query.GetValueOrDefault(parameter, "").Split(',');
        Rule(asked.Length is >= 1 and <= 100, $"{parameter} must be 1 to 100, were {asked.Length}");
        var (data, errors) = (new JsonArray(), new JsonArray());
        foreach (var one in asked)
        {
            Rule((endpoint == "by" ? Handle() : Number()).IsMatch(one), $"{parameter} holds '{one}'");
            var user = _users.Find(user =>
                endpoint == "by" ? string.Equals(user.Handle, one, StringComparison.OrdinalIgnoreCase) : $"{user.Id}" == one
            );
            if (user is not { State: FakeState.Open or FakeState.Protected })
            {
                errors.Add(UserProblem(user, one, parameter));
                continue;
            }

            var json = new JsonObject
            {
                ["id"] = $"{user.Id}",
                ["name"] = $"Nama {user.Handle}",
                ["username"] = user.Handle,
            };
            if (Wants(query, "user.fields", "protected"))
            {
                json["protected"] = user.State == FakeState.Protected;
            }

            data.Add(json);
        }

        Returned = (Returned.Posts, Returned.Users + data.Count);
        return Both(data, errors);
    }

    private static JsonObject UserProblem(FakeUser? user, string value, string parameter)
    {
        var (title, detail, kind) = user?.State switch
        {
            FakeState.Protected => (
                "Authorization Error",
                $"Sorry, you are not authorized to see the user with id: [{value}].",
                "not-authorized-for-resource"
            ),
            FakeState.Suspended => ("Forbidden", $"User has been suspended: [{value}].", "resource-not-found"),
            _ => ("Not Found Error", $"Could not find user with {parameter}: [{value}].", "resource-not-found"),
        };
        return new JsonObject
        {
            ["value"] = value,
            ["parameter"] = parameter,
            ["resource_type"] = "user",
            ["section"] = "data",
            ["title"] = title,
            ["detail"] = detail,
            ["type"] = $"https://api.x.com/2/problems/{kind}",
        };
    }

    private static JsonObject Json(FakePost post, Dictionary<string, string> query)
    {
        var escaped = post.Text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
        var json = new JsonObject
        {
            ["id"] = $"{post.Id}",
            ["text"] = escaped.Length > 280 ? escaped[..276] + "…" : escaped,
            ["edit_history_tweet_ids"] = new JsonArray([.. post.History.Select(id => (JsonNode)$"{id}")]),
        };
        if (Wants(query, "tweet.fields", "author_id"))
        {
            json["author_id"] = $"{post.Author}";
        }

        if (Wants(query, "tweet.fields", "created_at"))
        {
            json["created_at"] = post.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }

        if (Wants(query, "tweet.fields", "note_tweet") && escaped.Length > 280)
        {
            json["note_tweet"] = new JsonObject { ["text"] = escaped };
        }

        if (Wants(query, "tweet.fields", "referenced_tweets") && post.Refers.Length > 0)
        {
            json["referenced_tweets"] = new JsonArray(new JsonObject { ["type"] = post.Refers, ["id"] = $"{post.Other}" });
        }

        if (Wants(query, "tweet.fields", "entities") && post.Link.Length > 0)
        {
            json["entities"] = new JsonObject
            {
                ["urls"] = new JsonArray(
                    new JsonObject { ["url"] = post.Link, ["expanded_url"] = $"https://twitter.com/lain/status/{post.Other}" }
                ),
            };
        }

        return json;
    }
}
