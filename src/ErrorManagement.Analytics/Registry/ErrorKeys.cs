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
    private const ulong NearMark = 0x27d4eb2f165667c5;

    private readonly ulong _kind;
    private readonly string _message;
    private readonly string? _template;
    private ulong _own;

    /// <param name="incident">The error.</param>
    /// <param name="thread">What is remembered of this thread.</param>
    /// <param name="message">The message, scrubbed.</param>
    /// <param name="messageKey">Its quick key (<see cref="MessageKey"/>); 0 when it has none.</param>
    public ErrorKeys(in Incident incident, RecordingThread thread, string message, ulong messageKey)
    {
        var isOrdinary = incident.Exception is { } exception && thread.IsOrdinary(exception);
        _kind = KindOf(in incident, thread, isOrdinary);
        _message = message;
        _template = incident.Template ?? (isOrdinary ? null : PolicyNotes.RejectedBy(incident.Exception));
        Near = messageKey == 0 || _template is not null ? 0 : StableHash.Finish((_kind ^ NearMark) + (messageKey * TextFactor));
    }

    /// <summary>The near key; 0 when there is none.</summary>
    public readonly ulong Near { get; }

    /// <summary>The error's own key.</summary>
    public ulong Own
    {
        get
        {
            if (_own == 0)
            {
                _own = StableHash.Finish(_kind + ((_template is null ? MessageMask.Hash(_message) : StableHash.Of(_template)) * TextFactor));
            }

            return _own;
        }
    }

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

    /// <summary>What an error is beside its text: component, types in the chain, codes.</summary>
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
