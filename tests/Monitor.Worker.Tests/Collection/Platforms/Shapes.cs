namespace Monitor.Worker.Tests.Collection.Platforms;

/// <summary>Answers in the shapes of the platforms' public documentation; invented people say invented things in them.</summary>
internal static class Shapes
{
    public const string Telegram = """
        <!DOCTYPE html><html><body><header><div class="tgme_channel_info_header_title"><span dir="auto">Kabar &amp; Desa</span></div></header>
        <section class="tgme_channel_history js-message_history">
        <div class="tgme_widget_message_wrap"><div class="tgme_widget_message service_message" data-post="kabardesa/1"><div class="tgme_widget_message_bubble"></div></div></div>
        <div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message js-widget_message" data-post="kabardesa/7">
          <a class="tgme_widget_message_photo_wrap 123" href="https://t.me/kabardesa/7" style="width:800px;background-image:url('https://cdn.example/foto.jpg')"></a>
          <div class="tgme_widget_message_text js-message_text" dir="auto">Gotong royong pagi ini.<br/>Datang semua <i class="emoji"><b>👍</b></i></div>
          <a class="tgme_widget_message_date" href="https://t.me/kabardesa/7"><time datetime="2024-10-01T01:00:00+00:00" class="time">01:00</time></a></div></div>
        <div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message js-widget_message" data-post="kabardesa/8">
          <a class="tgme_widget_message_reply"><div class="tgme_widget_message_text js-message_reply_text">Gotong royong pagi ini.</div></a>
          <div class="tgme_widget_message_forwarded_from">Forwarded from <a class="tgme_widget_message_forwarded_from_name"><span dir="auto">Relawan Dua</span></a></div>
          <div class="tgme_widget_message_text js-message_text" dir="auto">Ayo coblos nomor dua</div>
          <a class="tgme_widget_message_date"><time datetime="2024-10-01T02:00:00+00:00">02:00</time></a></div></div>
        </section></body></html>
        """;

    public const string YouTube = """
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
        <title>Kanal Camat</title>
        <entry><id>yt:video:AbCdEfGhIjK</id><yt:videoId>AbCdEfGhIjK</yt:videoId><title>Sambutan pagi</title>
        <link rel="alternate" href="https://www.youtube.com/watch?v=AbCdEfGhIjK"/><author><name>Kanal Camat</name></author>
        <published>2024-09-30T10:00:00+00:00</published><updated>2024-09-30T11:00:00+00:00</updated>
        <media:group><media:title>Sambutan pagi</media:title><media:description>Dukung terus nomor dua.</media:description></media:group></entry>
        </feed>
        """;

    public const string Bluesky = """
        {"feed":[
         {"post":{"uri":"at://did:plc:aaaabbbbccccddddeeeeffff/app.bsky.feed.post/3k2","cid":"x","author":{"did":"did:plc:aaaabbbbccccddddeeeeffff","handle":"ratna.example","displayName":"Ratna"},
          "record":{"$type":"app.bsky.feed.post","text":"Ayo coblos nomor dua","createdAt":"2024-10-01T02:00:00.000Z"},
          "embed":{"$type":"app.bsky.embed.images#view","images":[{"fullsize":"https://cdn.example/a.jpg","alt":""}]},"indexedAt":"2024-10-01T02:00:01.000Z"},
          "reply":{"root":{},"parent":{}}},
         {"post":{"uri":"at://did:plc:zzzzbbbbccccddddeeeeffff/app.bsky.feed.post/3k9","author":{"did":"did:plc:zzzzbbbbccccddddeeeeffff","handle":"lain.example"},
          "record":{"text":"Kata orang lain","createdAt":"2024-10-01T01:00:00Z"}},"reason":{"$type":"app.bsky.feed.defs#reasonRepost","by":{}}},
         {"post":{"uri":"at://did:plc:aaaabbbbccccddddeeeeffff/app.bsky.feed.post/3k1","author":{"displayName":"Ratna"},
          "record":{"text":"Disematkan"},"indexedAt":"2024-09-01T00:00:00Z"},"reason":{"$type":"app.bsky.feed.defs#reasonPin"}}
        ],"cursor":"2024"}
        """;

    public const string MastodonStatuses = """
        [{"id":"111","created_at":"2024-10-01T02:00:00.000Z","visibility":"public","spoiler_text":"","url":"https://sosial.example/@budi/111","uri":"https://sosial.example/users/budi/statuses/111",
          "content":"<p>Menang <b>nomor dua</b>!</p><p>Sampai jumpa</p>","reblog":null,"account":{"display_name":"Budi"},"media_attachments":[{"type":"image","url":"https://cdn.example/b.jpg"}]},
         {"id":"110","created_at":"2024-10-01T01:00:00.000Z","visibility":"public","content":"","reblog":{"id":"9","content":"<p>Kata orang lain</p>"},"account":{"display_name":"Budi"}},
         {"id":"109","visibility":"private","content":"<p>Hanya pengikut</p>","reblog":null}]
        """;

    public const string MastodonRss = """
        <?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Budi</title><link>https://sosial.example/@budi</link>
        <item><guid isPermaLink="true">https://sosial.example/@budi/111</guid><link>https://sosial.example/@budi/111</link><pubDate>Tue, 01 Oct 2024 02:00:00 +0000</pubDate>
        <description>&lt;p&gt;Menang nomor dua&lt;/p&gt;</description></item></channel></rss>
        """;

    /// <summary>A news sitemap: one fresh page, one of last week, one without a date, one of another site.</summary>
    public static string NewsSitemap(string site) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
            <url><loc>http://{site}/p/segar</loc><image:image><image:loc>http://{site}/foto.jpg</image:loc></image:image>
            <n:news><n:publication><n:name>Kabar Kajen</n:name><n:language>id</n:language></n:publication>
            <n:publication_date>2024-09-30T20:00:00+07:00</n:publication_date><n:title>Camat &amp; warga</n:title></n:news></url>
            <url><loc>http://{site}/p/lama</loc><lastmod>2024-09-20</lastmod></url>
            <url><loc>http://{site}/p/kapan</loc></url>
            <url><loc>http://169.254.169.254/p/lain</loc><lastmod>2024-09-30T20:00:00+07:00</lastmod></url>
            </urlset>
            """;

    public static string SitemapIndex(string site, params string[] names) =>
        $"""<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://{site}/tua.map</loc><lastmod>2023-01-01</lastmod></sitemap>{string.Concat(names.Select(name => $"<sitemap><loc>http://{site}/{name}</loc><lastmod>2024-10-01</lastmod></sitemap>"))}</sitemapindex>""";
}
