using System.Xml;

namespace Monitor.Worker.Collection.Feeds;

/// <summary>Reads a feed's XML by the rules of XML 1.0.</summary>
internal static class StrictXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        // RSS 0.91 begins with a DOCTYPE, so it must be passed over; nothing in it is read and nothing that it names is fetched.
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersFromEntities = 1024,
    };

    /// <summary>The tree, or null when the text is not well-formed or uses an entity that XML does not know.</summary>
    public static FeedTree? Read(string text, Uri baseUrl)
    {
        var tree = new FeedTree(baseUrl);
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element:
                        Open(tree, reader);
                        break;
                    case XmlNodeType.EndElement:
                        tree.Close();
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                        tree.Text(reader.Value);
                        break;
                }
            }
        }
        catch (XmlException)
        {
            // Not well-formed: the caller reads it leniently.
            return null;
        }

        return tree;
    }

    private static void Open(FeedTree tree, XmlReader reader)
    {
        var (space, prefix, name, empty) = (reader.NamespaceURI, reader.Prefix, reader.LocalName, reader.IsEmptyElement);
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
            {
                attributes[reader.Name.ToLowerInvariant()] = reader.Value;
            }
        }

        tree.Open(space, prefix, name, attributes);
        if (empty)
        {
            tree.Close();
        }
    }
}
