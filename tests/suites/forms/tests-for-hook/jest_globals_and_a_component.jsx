import React from 'react';
import { render } from '@testing-library/react';
import '@testing-library/jest-dom';
import { useLogLifecycle } from './useLogLifecycle';

const Probe = ({ name }) => {
  useLogLifecycle(name);
  return null;
};

describe('useLogLifecycle', () => {
  let logSpy;
  beforeEach(() => {
    logSpy = jest.spyOn(console, 'log').mockImplementation(() => {});
  });
  afterEach(() => {
    logSpy.mockRestore();
  });

  test('logs on mount only once', () => {
    const { rerender } = render(<Probe name="Probe" />);
    rerender(<Probe name="Probe" />);
    expect(logSpy).toHaveBeenCalledTimes(1);
    expect(logSpy).toHaveBeenCalledWith('Probe mounted');
  });

  test('logs on unmount', () => {
    const { unmount } = render(<Probe name="Probe" />);
    logSpy.mockClear();
    unmount();
    expect(logSpy).toHaveBeenCalledWith('Probe unmounted');
  });
});
