using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What the recorder remembers of a thread.</summary>
internal sealed class RecordingThread
{
    // A message that is longer is not kept alive for the sake of some ns.
    private const int MaxRemembered = 512;

    [ThreadStatic]
    private static RecordingThread? _current;

    private string? _lastMessage;
    private SecretScrubber? _lastScrubber;
    private string? _lastClean;
    private ulong _lastMessageKey;
    private string? _lastComponent;
    private ulong _lastComponentHash;
    private Type? _lastPlainType;

    public static RecordingThread Current => _current ??= new RecordingThread();

    /// <summary>Foreign code runs while an error is recorded (Message getters, classifiers), and may fail and record in turn.</summary>
    public bool IsRecording { get; set; }

    /// <summary>The component that was last found clean, and by whom: mostly the same literal comes again.</summary>
    public (string? Component, object? By) CleanComponent { get; set; }

    /// <summary>A message without secrets, and its quick key. Constant messages are one object, so the same one often comes again.</summary>
    /// <param name="message">The message. Of a very long one only as much is looked at as its template is made of.</param>
    /// <param name="scrubber">What takes the secrets out.</param>
    /// <param name="key">The key (<see cref="MessageKey"/>); 0 when it has none.</param>
    public string Clean(string message, SecretScrubber scrubber, out ulong key)
    {
        if (ReferenceEquals(message, _lastMessage) && ReferenceEquals(scrubber, _lastScrubber))
        {
            key = _lastMessageKey;
            return _lastClean!;
        }

        var clean = message;
        if (scrubber.MayHoldSecret(message.AsSpan(0, Math.Min(message.Length, MessageMask.MaxScanned))))
        {
            clean = scrubber.Scrub(ErrorWorker.Cut(message, MessageMask.MaxScanned));
        }

        if (!MessageKey.TryOf(clean, out key))
        {
            key = 0;
        }

        if (message.Length <= MaxRemembered)
        {
            _lastMessage = message;
            _lastScrubber = scrubber;
            _lastClean = clean;
            _lastMessageKey = key;
        }

        return clean;
    }

    /// <summary>Whether exceptions of this type have nothing but type and HResult to tell them apart.</summary>
    public bool IsPlain(Exception exception)
    {
        var type = exception.GetType();
        if (ReferenceEquals(type, _lastPlainType))
        {
            return true;
        }

        if (!ErrorKeys.IsPlain(exception))
        {
            return false;
        }

        // Types of assemblies that may be unloaded must not be held.
        if (!type.IsCollectible)
        {
            _lastPlainType = type;
        }

        return true;
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
