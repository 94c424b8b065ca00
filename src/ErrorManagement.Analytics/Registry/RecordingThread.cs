using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What the recorder remembers of a thread.</summary>
internal sealed class RecordingThread
{
    // A message that is longer is not kept alive for the sake of some ns.
    private const int MaxRemembered = 512;

    [ThreadStatic]
    private static RecordingThread? _current;

    private string? _lastMessage;
    private ulong _lastMessageHash;
    private string? _lastComponent;
    private ulong _lastComponentHash;

    public static RecordingThread Current => _current ??= new RecordingThread();

    /// <summary>Foreign code runs while an error is recorded (Message getters, classifiers), and may fail and record in turn.</summary>
    public bool IsRecording { get; set; }

    /// <summary>The component that was last found clean, and by whom: mostly the same literal comes again.</summary>
    public (string? Component, object? By) Clean { get; set; }

    /// <summary>The hash of a message's template. Constant messages are one object, so the same one often comes again.</summary>
    public ulong HashOfMessage(string message)
    {
        if (ReferenceEquals(message, _lastMessage))
        {
            return _lastMessageHash;
        }

        var hash = MessageMask.Hash(message);
        if (message.Length <= MaxRemembered)
        {
            _lastMessage = message;
            _lastMessageHash = hash;
        }

        return hash;
    }

    /// <summary>The hash of a component. Mostly a literal, so one object.</summary>
    public ulong HashOfComponent(string component)
    {
        if (ReferenceEquals(component, _lastComponent))
        {
            return _lastComponentHash;
        }

        var hash = StableHash.Of(component);
        if (component.Length <= MaxRemembered)
        {
            _lastComponent = component;
            _lastComponentHash = hash;
        }

        return hash;
    }
}
