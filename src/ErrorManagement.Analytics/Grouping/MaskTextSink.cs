using System.Text;

namespace ErrorManagement.Analytics.Grouping;

/// <summary>Makes the masked text itself.</summary>
internal readonly struct MaskTextSink(StringBuilder text) : IMaskSink
{
    public bool IsFull => text.Length >= MessageMask.MaxLength;

    public void Append(ReadOnlySpan<char> piece) => text.Append(piece[..Math.Min(piece.Length, MessageMask.MaxLength - text.Length)]);

    public void Append(char character)
    {
        if (text.Length < MessageMask.MaxLength)
        {
            text.Append(character);
        }
    }
}
