using System.Text;

namespace ErrorManagement.TestKit;

/// <summary>A request as a <see cref="ScriptedServer"/> read it. Immutable.</summary>
/// <param name="FirstLine">The first line, such as <c>POST /hook HTTP/1.1</c>.</param>
/// <param name="Headers">The headers in their order.</param>
/// <param name="Body">The bytes of the content.</param>
public sealed record ScriptedRequest(string FirstLine, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>The content as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The value of a header; null when it is not there, with a comma between several.</summary>
    public string? Header(string name)
    {
        var values = Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).ToArray();
        return values.Length == 0 ? null : string.Join(",", values);
    }
}
