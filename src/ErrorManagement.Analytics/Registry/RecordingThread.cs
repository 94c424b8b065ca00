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

    // What a key below is set for. It marks those of texts in which the scrubber had to look, so that no text is ever taken for one of the others.
    private const ulong LookedInto = 0x94d049bb133111eb;

    private string? _lastRead;
    private ulong _lastReadKey;
    private string? _lastMessage;
    private SecretScrubber? _lastScrubber;
    private string? _lastClean;
    private ulong _lastMessageKey;
    private string? _lastComponent;
    private ulong _lastComponentHash;
    private Type? _lastOrdinaryType;

    public static RecordingThread Current => _current ??= new RecordingThread();

    /// <summary>Foreign code runs while an error is recorded (Message getters, classifiers), and may fail and record in turn.</summary>
    public bool IsRecording { get; set; }

    /// <summary>Whether what is being recorded is counted by now, or need not be: what fails after that costs details, and no count.</summary>
    public bool IsCounted { get; set; }

    /// <summary>The component that was last found clean, and by whom: mostly the same literal comes again.</summary>
    public (string? Component, object? By) CleanComponent { get; set; }

    /// <summary>
    /// The key of a message as it is. Where it leads to a record, the message holds no secret, as the one did not that the key was noted for:
    /// <see cref="Clean"/> gives such keys only to texts in which nothing was found at the first look.
    /// </summary>
    /// <returns>Whether it has one.</returns>
    public bool TryRead(string message, SecretScrubber scrubber, out ulong key)
    {
        if (!ReferenceEquals(message, _lastRead))
        {
            MessageKey.TryOf(message, out _, out _lastReadKey);
            _lastRead = message.Length <= MaxRemembered ? message : null;
        }

        key = _lastReadKey;
        return key != 0 && scrubber.IsPlain;
    }

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
        var scanned = message.AsSpan(0, Math.Min(message.Length, MessageMask.MaxScanned));
        var lookedInto = scrubber.MayHoldSecret(scanned);
        if (lookedInto && scrubber.HoldsSecret(scanned))
        {
            clean = scrubber.Scrub(BoundedText.Cut(message, MessageMask.MaxScanned));
        }

        if (!MessageKey.TryOf(clean, out key, out var exact))
        {
            key = 0;
        }
        else
        {
            key = lookedInto || exact == 0 ? key ^ LookedInto : exact;
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

    /// <summary>
    /// Whether the exception's type is none that the recorder treats in its own way: no aggregate, cancellation, coded or policy's exception, none with codes of its own.
    /// One comparison, where mostly the same type comes again, in place of a walk up its base types for each question.
    /// </summary>
    public bool IsOrdinary(Exception exception)
    {
        var type = exception.GetType();
        if (ReferenceEquals(type, _lastOrdinaryType))
        {
            return true;
        }

        if (!ErrorKeys.IsPlain(exception) || exception is OperationCanceledException or CodedException)
        {
            return false;
        }

        // Types of assemblies that may be unloaded must not be held.
        if (!type.IsCollectible)
        {
            _lastOrdinaryType = type;
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
