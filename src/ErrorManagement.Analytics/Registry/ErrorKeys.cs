using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// The keys that a known error is found by, for this process only. Its own key is at least as fine as its fingerprint. A near key is finer
/// still, and made several times faster: two errors with one near key have one key of their own. Not to be copied: the second is made on demand.
/// </summary>
internal struct ErrorKeys
{
    private const ulong TypeFactor = 0x9e3779b97f4a7c15;
    private const ulong CodeFactor = 0xc2b2ae3d27d4eb4f;
    private const ulong TextFactor = 0x165667b19e3779f9;
    private const ulong StackFactor = 0x9fb21c651e98df25;
    private const ulong NearMark = 0x27d4eb2f165667c5;
    private const ulong SaidMark = 0xa0761d6478bd642f;
    private const ulong ExactMark = 0xe7037ed1a0b428db;
    private const ulong TypeMark = 0x8ebc6af09c88c6e3;
    private const ulong WidthMark = 0x589965cc75374cc3;

    private readonly ulong _kind;
    private readonly ulong _stack;
    private readonly string _message;
    private readonly string? _template;
    private ulong _family;
    private ulong _own;

    /// <summary>The keys of an error by the rules.</summary>
    /// <param name="incident">The error.</param>
    /// <param name="thread">What is remembered of this thread.</param>
    /// <param name="message">The message, scrubbed.</param>
    /// <param name="messageKey">Its quick key (<see cref="MessageKey"/>); 0 when it has none.</param>
    /// <param name="stack">What its stacks say (<see cref="StackKeys.OfPlaces"/>).</param>
    public ErrorKeys(in Incident incident, RecordingThread thread, string message, ulong messageKey, ulong stack)
    {
        var isOrdinary = incident.Exception is { } exception && thread.IsOrdinary(exception);
        _kind = KindOf(in incident, thread, isOrdinary);
        _stack = stack * StackFactor;
        _message = message;
        _template = incident.Template ?? (isOrdinary ? null : PolicyNotes.RejectedBy(incident.Exception));
        Near = messageKey == 0 || _template is not null ? 0 : StableHash.Finish((_kind ^ NearMark) + (messageKey * TextFactor) + _stack);
        HasFamily = true;
    }

    private ErrorKeys(ulong own)
    {
        _message = "";
        _own = own;
    }

    /// <summary>The near key; 0 when there is none.</summary>
    public readonly ulong Near { get; }

    /// <summary>Whether its stack is a part of it, so that there are others that differ in nothing else.</summary>
    public readonly bool HasFamily { get; }

    /// <summary>The key of the wider look at its stack that it was looked up by at last; 0 when that was not needed.</summary>
    public ulong Wide { get; set; }

    /// <summary>The key of all errors that differ in nothing but their stacks.</summary>
    public ulong Family
    {
        get
        {
            if (_family == 0)
            {
                _family = StableHash.Finish(_kind + ((_template is null ? MessageMask.Hash(_message) : StableHash.Of(_template)) * TextFactor));
            }

            return _family;
        }
    }

    /// <summary>The error's own key.</summary>
    public ulong Own
    {
        get
        {
            if (_own == 0)
            {
                _own = _stack == 0 ? Family : StableHash.Finish(Family + _stack);
            }

            return _own;
        }
    }

    /// <summary>The key of an error that its caller, or a rule of the host's, has given a fingerprint of its own.</summary>
    public static ErrorKeys OfFingerprint(string component, RecordingThread thread, string fingerprint) =>
        new(StableHash.Finish(thread.HashOfComponent(component) + SaidMark + (StableHash.Of(fingerprint) * TextFactor)));

    /// <summary>The key of an error where the message to the letter decides.</summary>
    public static ErrorKeys OfMessage(in Incident incident, RecordingThread thread, string message) =>
        new(StableHash.Finish(TypeOf(in incident, thread) + ExactMark + (StableHash.Of(message) * TextFactor)));

    /// <summary>The key of an error where component and type decide.</summary>
    public static ErrorKeys OfType(in Incident incident, RecordingThread thread) => new(StableHash.Finish(TypeOf(in incident, thread) + TypeMark));

    /// <summary>Whether type and HResult are all that tells exceptions of this type apart, inner ones aside.</summary>
    public static bool IsPlain(Exception exception) => exception is not (AggregateException or HttpRequestException or ExternalException);

    /// <summary>The record of the error; null when it is not known.</summary>
    /// <param name="keys">The keys of known errors.</param>
    /// <param name="isNear">Whether the near key leads there.</param>
    public TrackedError? Find(KeyTable<TrackedError> keys, out bool isNear)
    {
        var record = Near == 0 ? null : keys.Find(Near);
        isNear = record is not null;
        return record ?? keys.Find(Own);
    }

    /// <summary>The record that a wider look at the error's stack leads to; null for none. The widest one that was taken is kept as <see cref="Wide"/>.</summary>
    /// <param name="keys">The keys of known errors.</param>
    /// <param name="width">The widest look that its family takes.</param>
    /// <param name="incident">The error.</param>
    /// <param name="frames">The frames of its exception.</param>
    public TrackedError? FindWide(KeyTable<TrackedError> keys, StackWidth width, in Incident incident, in ThrownFrames frames)
    {
        if (width >= StackWidth.Methods)
        {
            Wide = StableHash.Finish((Family ^ WidthMark) + (StackKeys.OfMethods(in incident, in frames) * StackFactor));
            if (keys.Find(Wide) is { } record)
            {
                return record;
            }
        }

        if (width >= StackWidth.Ends)
        {
            Wide = StableHash.Finish((Family ^ (WidthMark + 1)) + (StackKeys.OfEnds(in incident, in frames) * StackFactor));
            return keys.Find(Wide);
        }

        return null;
    }

    /// <summary>Takes the keys away that still lead to a record that has ended.</summary>
    public void Remove(KeyTable<TrackedError> keys, TrackedError record)
    {
        keys.Remove(Near, record);
        keys.Remove(Own, record);
        if (Wide != 0)
        {
            keys.Remove(Wide, record);
        }
    }

    /// <summary>Component and type alone.</summary>
    private static ulong TypeOf(in Incident incident, RecordingThread thread) =>
        StableHash.Combine(thread.HashOfComponent(incident.Component), incident.Exception is { } exception ? (ulong)exception.GetType().TypeHandle.Value : StableHash.Of(incident.ErrorType));

    /// <summary>What an error is beside its text and its stack: component, types in the chain, codes.</summary>
    private static ulong KindOf(in Incident incident, RecordingThread thread, bool isOrdinary)
    {
        var key = thread.HashOfComponent(incident.Component);
        if (incident.Exception is { } exception)
        {
            // One step for most. Both forms are as fine, and exceptions that are alike always take the same one.
            key += exception.InnerException is null && (isOrdinary || IsPlain(exception))
                ? ((ulong)exception.GetType().TypeHandle.Value * TypeFactor) + ((uint)exception.HResult * CodeFactor)
                : ExceptionShapes.KeyOf(exception);
        }
        else
        {
            key = StableHash.Combine(key, StableHash.Of(incident.ErrorType));
        }

        // A code that the exception's own type says is in the key already: who asks for the record of an exception has only the exception.
        return incident.Code.IsNone || (incident.Exception is CodedException coded && coded.Code == incident.Code)
            ? key
            : StableHash.Combine(key, StableHash.Of(incident.Code.Product) ^ StableHash.Of(incident.Code.Family) ^ (ulong)incident.Code.Number);
    }
}
